import { seededRandom } from "@wa-routing/protocol";
import { parseSections, renderComment } from "../../packages/action/src/comment/comment-body.ts";
import type { CommentOutcome } from "../../packages/action/src/comment/comment-request.ts";
import type { CommentVersion } from "../../packages/action/src/comment/comment-section.ts";
import { longestWriteMs } from "../../packages/action/src/comment/next-step.ts";
import { withOwnSection } from "../../packages/action/src/comment/own-section.ts";
import { type LocalGitHub, type RecordedCall, startLocalGitHub } from "../local-github/local-github.ts";
import { localRepository } from "../local-github/repository.ts";
import { type LegTask, RACE, requestOf, type Writer } from "./leg-task.ts";
import { RACE_LEGS, type RaceProcesses } from "./race-processes.ts";

export interface RaceOptions {
  readonly seed: number;
  readonly writer: Writer;
  readonly processes: RaceProcesses;
  /** What the legs wait for, and the longest time by which a write is late. */
  readonly settleMs: number;
}

/** How a race ended. */
export interface RaceResult {
  readonly comments: number;
  /** What stands in the first comment, as `leg run.attempt`. */
  readonly sections: readonly string[];
  /** What should. */
  readonly expected: readonly string[];
  readonly outcomes: readonly CommentOutcome[];
  readonly creates: number;
  readonly updates: number;
  readonly removes: number;
  readonly calls: number;
  readonly durationMs: number;
  /** The longest time from the read that a write rests on until that write could be seen. */
  readonly longestWriteMs: number;
  /** Whether no write took longer than the legs reckon with: a busy machine may stop a process between reading and writing. */
  readonly isPremiseKept: boolean;
}

const LOGIN = "github-actions[bot]";
const LAST_RUN = 10;
const START_SPREAD_MS = 100;

/** Twelve processes post to one pull request at once: on odd seeds it has a comment of an earlier run already. */
export async function race({ seed, writer, processes, settleMs }: RaceOptions): Promise<RaceResult> {
  const random = seededRandom(seed);
  const names = Array.from({ length: RACE_LEGS }, (_, index) => `leg ${String(index + 1).padStart(2, "0")}`);
  const tokens = Object.fromEntries(
    names.map((name) => [name, { login: LOGIN, permissions: ["pull-requests: write" as const] }]),
  );
  await using github = await startLocalGitHub({
    tokens,
    lateness: { maxMs: settleMs, seed },
    repository: localRepository(),
  });
  const tasks = names.map((leg, index): LegTask => {
    const delayMs = random() * START_SPREAD_MS;
    return { writer, apiUrl: github.apiUrl, token: leg, leg, versions: versionsOf(index), delayMs, settleMs };
  });
  if (seed % 2 === 1) addEarlierComment(github, tasks);
  const startMs = performance.now();
  const outcomes = await processes.run(tasks);
  const durationMs = performance.now() - startMs;
  await untilAllIsSeen(github.calls, settleMs);
  const standing = (github.repository.comments.get(RACE.pullRequest) ?? []).toSorted((a, b) => a.id - b.id);
  const count = (method: string) =>
    github.calls.filter(({ route, effectMs }) => effectMs !== null && route.startsWith(method)).length;
  const writesMs = github.calls.map((call) => writeMs(call, github.calls));
  return {
    comments: standing.length,
    sections: parseSections(standing[0]?.body ?? "").map(({ facts }) => told(facts.leg, facts.version)),
    expected: tasks.map(({ leg, versions }) => told(leg, versions.toSorted(byVersion).at(-1) as CommentVersion)),
    outcomes: outcomes.flat(),
    ...{
      creates: count("POST"),
      updates: count("PATCH"),
      removes: count("DELETE"),
      calls: github.calls.length,
      durationMs,
    },
    longestWriteMs: Math.max(...writesMs),
    isPremiseKept: Math.max(...writesMs) <= longestWriteMs(settleMs),
  };
}

/** Some legs post twice: a later run, an older run that comes late, or another attempt. */
function versionsOf(index: number): CommentVersion[] {
  const run = (runNumber: number, attempt = 1) => ({ sha: String(runNumber % 10).repeat(40), runNumber, attempt });
  if (index === 1) return [run(LAST_RUN - 1), run(LAST_RUN)];
  if (index === 2) return [run(LAST_RUN), run(LAST_RUN - 1)];
  if (index === 3) return [run(LAST_RUN, 1), run(LAST_RUN, 2)];
  return [run(LAST_RUN)];
}

const byVersion = (left: CommentVersion, right: CommentVersion) =>
  left.runNumber - right.runNumber || left.attempt - right.attempt;

const told = (leg: string, { runNumber, attempt }: CommentVersion) => `${leg} ${runNumber}.${attempt}`;

function addEarlierComment({ repository }: LocalGitHub, tasks: readonly LegTask[]) {
  const requests = tasks.slice(0, RACE_LEGS / 2).map((task) => requestOf(task, { sha: "0", runNumber: 1, attempt: 1 }));
  const sections = requests.flatMap((request) => withOwnSection(request, []));
  const body = renderComment({ workflow: RACE.workflow, key: RACE.key }, sections, "") ?? "";
  const at = "2026-01-01T00:00:00Z";
  const comment = { id: 7, html_url: "#7", user: { login: LOGIN }, created_at: at, updated_at: at, body };
  repository.comments.get(RACE.pullRequest)?.push(comment);
}

/** A naive leg ends with its answer, and its write may still come. */
async function untilAllIsSeen(calls: readonly RecordedCall[], settleMs: number) {
  const deadlineMs = performance.now() + 10 * settleMs;
  const isOpen = ({ route, status, effectMs }: RecordedCall) =>
    /^(POST|PATCH|DELETE) \/repos/.test(route) && status < 300 && effectMs === null;
  while (calls.some(isOpen)) {
    if (performance.now() > deadlineMs) throw new Error(`waited ${10 * settleMs} ms until every write could be seen`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function writeMs(write: RecordedCall, calls: readonly RecordedCall[]): number {
  if (write.effectMs === null || !/^(POST|PATCH) \/repos/.test(write.route)) return 0;
  const read = calls.findLast(
    ({ token, route, receivedMs }) => token === write.token && route.startsWith("GET") && receivedMs < write.receivedMs,
  );
  return write.effectMs - (read?.receivedMs ?? write.receivedMs);
}
