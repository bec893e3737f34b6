import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { GITHUB_CALLS } from "../../packages/action/src/github/permissions.ts";
import { artifactRoutes, type LocalArtifact } from "../local-github/artifact-routes.ts";
import { baselineRoutes, type LocalRun } from "../local-github/baseline-routes.ts";
import { commentRoutes } from "../local-github/comment-routes.ts";
import { type LocalGitHub, startLocalGitHub } from "../local-github/local-github.ts";
import { localRepository } from "../local-github/repository.ts";
import { writeTinyScenario } from "../tiny-scenario.ts";
import { ActionJob, type EndedStep } from "./action-job.ts";
import { bundledAction } from "./bundle.ts";
import { type LocalArtifacts, startLocalArtifacts } from "./local-artifacts.ts";

const built = bundledAction();
const tiny = writeTinyScenario(join(built.folder, "tiny.yaml"));
const repository = localRepository("acme/router");
const permissions = ["pull-requests: write", "actions: read", "contents: read"] as const;
const tokens = {
  all: { login: "github-actions[bot]", permissions },
  writer: { login: "github-actions[bot]", permissions: ["pull-requests: write"] },
} as const;
const [base, head] = ["b".repeat(40), "7".repeat(40)];
const pullRequest = { number: 7, head: { sha: head, repo: { full_name: "acme/router" } }, base: { ref: "main" } };
const onMain: LocalRun = {
  ...{ id: 70, name: "routing", event: "push", head_sha: base, head_branch: "main", run_number: 6, run_attempt: 1 },
  head_repository: { full_name: "acme/router" },
};
const artifacts: LocalArtifact[] = [];
const runs: LocalRun[] = [];

let github: LocalGitHub;
let store: LocalArtifacts;
/** What main has left: of a healthy router, and of two requests. */
const left: Record<"healthy" | "tiny", Buffer> = { healthy: Buffer.alloc(0), tiny: Buffer.alloc(0) };
const folders = { healthy: "", tiny: "" };

const jobOf = (event: object, env: Record<string, string>, token: keyof typeof tokens = "all") =>
  new ActionJob({ ...built, token, event, env: { ...store.env, GITHUB_API_URL: github.apiUrl, ...env } });
const onPull = (inputs: Record<string, string>, token?: keyof typeof tokens) =>
  jobOf({ pull_request: pullRequest }, { GITHUB_EVENT_NAME: "pull_request" }, token).step(inputs);
const comments = () => repository.comments.get(7)?.map(({ body }) => body) ?? [];
const noticesOf = ({ commands }: EndedStep) =>
  commands.flatMap(({ name, data }) => (name === "notice" ? [data] : [])).join("\n");
const leave = (archive: Buffer, more: Partial<LocalArtifact> = {}) => {
  artifacts.push({ id: 4700, runId: 70, name: "wa-routing-run--smoke", archive, ...more });
};

beforeAll(async () => {
  const routes = [
    ...commentRoutes,
    ...artifactRoutes(artifacts),
    ...baselineRoutes(new Map([[`main...${head}`, base]]), runs),
  ];
  github = await startLocalGitHub({ repository, tokens, routes });
  store = await startLocalArtifacts();
  const env = { GITHUB_SHA: base, GITHUB_RUN_ID: "70", GITHUB_RUN_NUMBER: "6" };
  for (const [name, scenarios] of [
    ["healthy", "basic-priority"],
    ["tiny", tiny],
  ] as const) {
    const ran = await jobOf({}, { ...env, GITHUB_JOB: name }).step({ scenarios });
    expect(ran).toMatchObject({ code: 0, outputs: { verdict: "pass", comparison: "" } });
    left[name] = store.archives.get(`wa-routing-run--${name}`) as Buffer;
    folders[name] = ran.outputs["run-dir"] as string;
  }
}, 180_000);

beforeEach(() => {
  artifacts.length = 0;
  runs.splice(0, runs.length, onMain);
  repository.comments.set(7, []);
  (store.archives as Map<string, Buffer>).clear();
});

afterAll(async () => {
  await github[Symbol.asyncDispose]();
  await store.close();
});

test("what got worse than main is said, fails the step only where that was asked for, and mode report says the same", async () => {
  leave(left.healthy);
  const fcfs = { scenarios: "basic-priority", ordering: "fcfs", trials: "2", "fail-on": "never" };
  const spared = await onPull({ ...fcfs, comment: "never" });
  expect(spared).toMatchObject({ code: 0, stderr: "", outputs: { verdict: "fail", comparison: "regression" } });
  github.calls.length = 0;
  (store.archives as Map<string, Buffer>).clear();
  const failed = await onPull({ ...fcfs, "fail-on-regression": "true" });
  expect(failed).toMatchObject({ code: 1, stderr: "", outputs: { verdict: "fail", comparison: "regression" } });
  const [posted = "", ...more] = comments();
  expect(more).toEqual([]);
  expect(posted).toMatch(
    /\*\*Against main\*\* \(\[`bbbbbbb`\]\(https:\/\/github\.com\/acme\/router\/commit\/b{40}\)\): Something got worse: /,
  );
  expect(posted).toMatch(/^- ☒ High\\-criticality requests complete before low\\-criticality: pass → fail$/m);
  expect(posted).toContain(
    "[report.html, trace.json and all evidence](https://github.com/acme/router/actions/runs/77/artifacts/4711)",
  );
  expect(failed.summary).toMatch(/^## ☒ Against main: regression$/m);
  expect(failed.commands.find(({ properties }) => properties.title === "worse than main")).toMatchObject({
    name: "error",
  });

  const made = new Map(github.calls.map(({ route, permission }) => [route, permission]));
  const known = new Map(GITHUB_CALLS.map(({ route, permission }) => [route, permission]));
  for (const { route } of GITHUB_CALLS.filter(({ features }) => features.includes("baseline")))
    expect([...made.keys()]).toContain(route);
  for (const [route, permission] of made) expect([route, known.get(route)]).toEqual([route, permission]);

  leave(store.archives.get("wa-routing-run--smoke") as Buffer, { id: 4711, runId: 77 });
  repository.comments.set(7, []);
  const { head_repository } = onMain;
  const finished = { id: 77, name: "routing", event: "pull_request", head_sha: head, run_number: 7, run_attempt: 1 };
  const event = { workflow_run: { ...finished, head_repository } };
  const report = await jobOf(event, {}).step({ mode: "report", "fail-on": "never", "fail-on-regression": "true" });
  expect(report).toMatchObject({ code: 1, outputs: { comparison: "regression" } });
  expect(comments()).toEqual([posted]);
}, 180_000);

test("what did not get worse fails nothing, and the newest run of the commit counts", async () => {
  runs.push({ ...onMain, id: 71 });
  leave(left.tiny);
  leave(Buffer.from("no archive"), { id: 4699, runId: 71 });
  const step = await onPull({ scenarios: tiny, "fail-on-regression": "true" });
  expect(step).toMatchObject({ code: 0, outputs: { verdict: "pass", comparison: "" } });
  expect(comments()[0]).toMatch(
    /\*\*Against main\*\* .*: not compared: the artifact .* of run 6 was refused: it is no archive/,
  );
  expect(noticesOf(step)).toContain(
    "Nothing was compared with main: the artifact wa\\-routing\\-run".replaceAll("\\", ""),
  );
  runs.pop();
  (store.archives as Map<string, Buffer>).clear();
  const again = await onPull({ scenarios: tiny, "fail-on-regression": "true" });
  expect(again).toMatchObject({
    code: 0,
    outputs: { verdict: "pass", comparison: expect.stringMatching(/^(cannot-tell|not-changed|changed)$/) },
  });
  expect(again.summary).toContain(
    "In [the artifact](https://github.com/acme/router/actions/runs/77/artifacts/4711): `report.html`",
  );
}, 120_000);

test.each([
  ["no right to read", "writer", () => leave(left.tiny), /contents: read/],
  [
    "of another name",
    "all",
    () => leave(left.tiny, { name: "wa-routing-run--other" }),
    /no run of main has left an artifact wa-routing-run--smoke/,
  ],
  [
    "of a fork's main",
    "all",
    () => {
      leave(left.tiny);
      runs[0] = { ...onMain, head_repository: { full_name: "them/router" } };
    },
    /no run of main has left/,
  ],
  [
    "of a pull request from main",
    "all",
    () => {
      leave(left.tiny);
      runs[0] = { ...onMain, event: "pull_request" };
    },
    /no run of main has left/,
  ],
  ["expired", "all", () => leave(left.tiny, { expired: true }), /no run of main has left/],
] as const)(
  "auto, and no base (%s): one line in the log and the summary, none in the comment",
  async (_, token, prepare, line) => {
    prepare();
    const step = await onPull({ scenarios: tiny }, token);
    expect(step).toMatchObject({ code: 0, stderr: "", outputs: { verdict: "pass", comparison: "" } });
    expect(step.stdout.match(/^not compared with main: .*$/gm)?.join()).toMatch(line);
    expect(step.summary).toContain("**Against main**");
    expect(noticesOf(step)).toBe("");
    expect(comments()[0]).not.toContain("Against");
  },
  60_000,
);

test("a name is looked for on the base branch, a folder is taken as it is, and what stands in the way is named", async () => {
  leave(left.tiny, { name: "of-main" });
  const named = await onPull({ scenarios: tiny, baseline: "of-main" });
  expect(named.outputs.comparison).not.toBe("");
  const folder = await onPull({ scenarios: tiny, baseline: folders.healthy });
  expect(folder).toMatchObject({ code: 0, outputs: { comparison: "" } });
  expect(comments()[0]).toMatch(/\*\*Against .*: not compared: scenarios: tiny, but basic\\-priority in the base\./);
  const empty = join(built.folder, "empty");
  mkdirSync(empty);
  const wrong = await onPull({ scenarios: tiny, baseline: empty });
  expect(noticesOf(wrong)).toContain(
    `Nothing was compared with ${empty}: the base is no run folder: it has no run.json.`,
  );
}, 120_000);
