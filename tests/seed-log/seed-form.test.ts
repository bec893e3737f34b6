import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Checklist, checklistSchema, type SuccessMetricId } from "@wa-routing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { analyzeRunFolder } from "wa-routing";
import { command, type Finished, temporaryFolder } from "../command.ts";
import { seedForm } from "./seed-form.ts";

// A healthy run whose log is written in other words: what the lines lack must not be held against the router.
const folder = temporaryFolder();
afterAll(folder.remove);

const dir = join(folder.path, "run");
let own: Finished;

beforeAll(async () => {
  own = await command(...["run", "--scenario", "basic-priority,default-workload", "--seed", "7", "--run-dir", dir]);
}, 120_000);

const checklistIn = (at: string) => checklistSchema.parse(JSON.parse(readFileSync(join(at, "checklist.json"), "utf8")));
const verdicts = ({ checks }: Checklist) => Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));
const checkOf = ({ checks }: Checklist, id: SuccessMetricId) => checks.find((check) => check.id === id);

/** The checklist of the same run with its log rewritten. */
async function rewritten(name: string, rewrite: (log: string) => string): Promise<Checklist> {
  const copy = join(folder.path, name);
  cpSync(dir, copy, { recursive: true });
  const path = join(copy, "router.log");
  writeFileSync(path, rewrite(readFileSync(path, "utf8")));
  return (await analyzeRunFolder(copy)).checklist;
}

test("in the seed document's form it has the same verdicts", async () => {
  expect(own.code, own.stdout).toBe(0);
  const checklist = await rewritten("seed", (log) => seedForm(log));
  expect(verdicts(checklist)).toEqual(verdicts(checklistIn(dir)));
  expect(checkOf(checklist, "observability.log-points")?.because).toMatch(/lines that name no request, by workload/);
  const ofOrder = checkOf(checklist, "observability.dispatch-order");
  expect(ofOrder?.figures.find(({ name }) => name === "decisivePairs")?.value).toBeGreaterThan(100);
}, 60_000);

test("without times, too: the order is known by the client's clock, and rates are left out", async () => {
  const checklist = await rewritten("no-times", (log) => seedForm(log, ["ts"]));
  expect(verdicts(checklist)).toEqual(verdicts(checklistIn(dir)));
  const compared = (of: Checklist) =>
    checkOf(of, "observability.registry-accurate")?.figures.find(({ name }) => name === "valuesCompared")?.value ?? 0;
  expect(compared(checklist)).toBeLessThan(compared(checklistIn(dir)));
}, 60_000);

test.each<[string, (log: string) => string, SuccessMetricId, object]>([
  [
    "dispatch lines that name no request leave the order to the arrivals",
    (log) => log.replace(/(Request dispatched) request_id=\S+/g, "$1"),
    "observability.dispatch-order",
    { verdict: "inconclusive", reasons: [{ code: "dispatches-unnamed" }, { code: "dispatches-unnamed" }] },
  ],
  [
    "a score line that is missing for one workload is missed",
    (log) => log.replace(/.*Priority score computed workload_id=high-basic.*\n/g, ""),
    "observability.log-points",
    { verdict: "inconclusive", reasons: [{ code: "log-incomplete" }] },
  ],
  [
    "a point without a line is missing",
    (log) => log.replace(/.*Workload active decremented.*\n/g, ""),
    "observability.log-points",
    { verdict: "fail", reasons: [{ code: "log-points-missing" }, { code: "log-points-missing" }] },
  ],
  [
    "a score that the formula does not give is found",
    (log) => log.replace(/final_score=\S+/, "final_score=0.85"),
    "observability.scores-match",
    { verdict: "fail", reasons: [{ code: "scores-differ", figures: { mismatches: 1 } }] },
  ],
  [
    "registry lines that two requests wrote the wrong way round are undecided",
    exchangeIncrements,
    "observability.registry-accurate",
    { verdict: "inconclusive", reasons: [{ code: "registry-lines-swapped" }] },
  ],
  [
    "dispatch lines in the order of sending are refuted by what is known of both",
    sortDispatches,
    "observability.dispatch-order",
    { verdict: "inconclusive" },
  ],
])(
  "%s",
  async (name, change, id, expected) => {
    const checklist = await rewritten(name.slice(0, 20), (log) => change(seedForm(log)));
    expect(checkOf(checklist, id)).toMatchObject(expected);
  },
  60_000,
);

/** Two neighbouring lines of one workload, each with the other's place. */
function exchangeIncrements(log: string): string {
  const lines = log.split("\n");
  const isIncrement = (line: string) => line.includes("active incremented workload_id=high-basic");
  const first = lines.findIndex((line, index) => isIncrement(line) && / active_requests=2 /.test(line) && index > 0);
  const second = lines.findIndex((line, index) => index > first && isIncrement(line));
  return lines
    .with(first, lines[second] as string)
    .with(second, lines[first] as string)
    .join("\n");
}

/** Dispatch lines in the places of dispatch lines, by the ids of their requests: as they were sent. */
function sortDispatches(log: string): string {
  const lines = log.split("\n");
  const places = [...lines.keys()].filter((index) => lines[index]?.includes("Request dispatched"));
  const idOf = (line: string) => /request_id=(\S+)/.exec(line)?.[1] ?? "";
  const sorted = places.map((index) => lines[index] as string).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  for (const [place, index] of places.entries()) lines[index] = sorted[place] as string;
  return lines.join("\n");
}
