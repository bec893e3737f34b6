import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { GITHUB_CALLS } from "../../packages/action/src/github/permissions.ts";
import { archiveOf, type MadeFile } from "../../packages/action/src/untrusted/archive.test-data.ts";
import { artifactRoutes, type LocalArtifact } from "../local-github/artifact-routes.ts";
import { baselineRoutes } from "../local-github/baseline-routes.ts";
import { commentRoutes } from "../local-github/comment-routes.ts";
import { type LocalGitHub, startLocalGitHub } from "../local-github/local-github.ts";
import { localRepository } from "../local-github/repository.ts";
import { writeTinyScenario } from "../tiny-scenario.ts";
import { ActionJob, type EndedStep } from "./action-job.ts";
import { bundledAction } from "./bundle.ts";
import { filesIn, type LocalArtifacts, startLocalArtifacts } from "./local-artifacts.ts";

const built = bundledAction();
const tiny = writeTinyScenario(join(built.folder, "tiny.yaml"));
const repository = localRepository("acme/router");
const tokens = {
  writer: { login: "github-actions[bot]", permissions: ["pull-requests: write", "actions: read"] },
  commenter: { login: "github-actions[bot]", permissions: ["pull-requests: write"] },
} as const;
const artifacts: LocalArtifact[] = [];
const pullRequest = { number: 7, head: { sha: "7".repeat(40), repo: { full_name: "acme/router" } } };
const finished = {
  ...{ id: 77, name: "routing", event: "pull_request", head_sha: pullRequest.head.sha, run_number: 7, run_attempt: 1 },
  head_repository: { full_name: "acme/router" },
};

let github: LocalGitHub;
let store: LocalArtifacts;
let posted = "";
let evidence: readonly MadeFile[] = [];

const jobOf = (event: object, token: keyof typeof tokens | "") => {
  const env = { ...store.env, GITHUB_API_URL: github.apiUrl, GITHUB_EVENT_NAME: "a test's" };
  return new ActionJob({ ...built, token, event, env });
};
const comments = () => repository.comments.get(7)?.map(({ body }) => body) ?? [];
const report = async (event: object = { workflow_run: finished }, token: keyof typeof tokens | "" = "writer") =>
  await jobOf(event, token).step({ mode: "report" });
const errorsOf = ({ commands }: EndedStep) => commands.filter(({ name }) => name === "error").map(({ data }) => data);

beforeAll(async () => {
  github = await startLocalGitHub({
    repository,
    tokens,
    routes: [...commentRoutes, ...artifactRoutes(artifacts), ...baselineRoutes(new Map(), [])],
  });
  store = await startLocalArtifacts();
  const ran = await jobOf({ pull_request: pullRequest }, "writer").step({ scenarios: tiny });
  expect(ran).toMatchObject({ code: 0, outputs: { "comment-url": expect.stringContaining("/pull/7#issuecomment-") } });
  posted = comments()[0] ?? "";
  const [archive] = store.archives.values();
  evidence = [...(await filesIn(archive as Buffer))].map(([name, bytes]) => ({ name, text: bytes.toString("utf8") }));
}, 180_000);

beforeEach(() => {
  artifacts.length = 0;
  repository.comments.set(7, []);
});

afterAll(async () => {
  await github[Symbol.asyncDispose]();
  await store.close();
});

const leave = async (files: readonly MadeFile[], more: Partial<LocalArtifact> = {}) => {
  const archive = await archiveOf(files);
  artifacts.push({ id: 4711, runId: 77, name: "wa-routing-run--smoke", archive, ...more });
};
const changed = (name: string, change: (text: string) => string) =>
  evidence.map((file) => (file.name === name ? { ...file, text: change(file.text) } : file));
const withOrigin = (changes: object) =>
  changed("origin.json", (text) => JSON.stringify({ ...(JSON.parse(text) as object), ...changes }));

test("a right artifact gives the comment that the run itself has posted, byte for byte", async () => {
  await leave(evidence);
  const { code, outputs, stderr } = await report();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(outputs).toMatchObject({ verdict: "pass", "comment-url": expect.stringContaining("/pull/7#issuecomment-") });
  expect(comments()).toEqual([posted]);
  expect(posted).toContain("No errors or crashes during testing");
  expect(posted).toContain("/actions/runs/77/artifacts/4711");
}, 60_000);

test("only calls that the table of permissions names are made", async () => {
  github.calls.length = 0;
  await leave(evidence);
  await report();
  const made = new Map(github.calls.map(({ route, permission }) => [route, permission]));
  const known = new Map(GITHUB_CALLS.map(({ route, permission }) => [route, permission]));
  expect(made.size).toBeGreaterThan(4);
  for (const [route, permission] of made) expect([route, known.get(route)]).toEqual([route, permission]);
}, 60_000);

test("legs of the workflow's own run are reported by its last job, each in its section", async () => {
  await leave(withOrigin({ leg: ["one"] }));
  await leave(withOrigin({ leg: ["two"] }), { id: 4712, name: "wa-routing-run--two" });
  await leave(evidence, { id: 4713, name: "something-else" });
  await leave(evidence, { id: 4714, name: "wa-routing-run--old", expired: true });
  const { code } = await report({ pull_request: pullRequest });
  expect(code).toBe(0);
  expect(comments()).toHaveLength(1);
  expect(comments()[0]?.match(/^### .*smoke.*(one|two).*$/gm)).toHaveLength(2);
}, 60_000);

const forged: readonly (readonly [string, () => readonly MadeFile[], RegExp])[] = [
  [
    "another pull request's commit",
    () => withOrigin({ sha: "8".repeat(40) }),
    /its commit is "8+", and GitHub says "7+"/,
  ],
  [
    "another pull request's number",
    () => withOrigin({ pullRequest: 8 }),
    /pull request 8, whose commit is 888888888888/,
  ],
  ["another run", () => withOrigin({ runId: 78 }), /its run is "78"/],
  ["a name that leads out", () => [...evidence, { name: "../evil", text: "" }], /relative path: \.\.\/evil/],
  ["a link", () => [...evidence, { name: "link", text: "/etc/passwd", mode: 0o120777 }], /is a link or a device/],
  ["a bomb", () => [...evidence, { name: "x.log", text: " ".repeat(2 ** 23) }], /more than 200 times its size/],
  [
    "a checklist that was changed",
    () => changed("checklist.json", (text) => text.replace('"pass"', '"fail"')),
    /checklist.json says something else/,
  ],
  [
    "an unknown schema",
    () => changed("run.json", (text) => text.replace(/"schemaVersion": \d+/, '"schemaVersion": 99')),
    /schemaVersion/,
  ],
  ["no run folder", () => [{ name: "readme.txt", text: "hello" }], /has no origin.json that can be read/],
  ["an origin with more in it", () => withOrigin({ token: "secret" }), /its origin.json is none/],
];

test.each(forged)(
  "refused in one sentence, and nothing is posted: %s",
  async (_, files, sentence) => {
    const head = { sha: "8".repeat(40), repo: { full_name: "acme/router" } };
    repository.pulls.set(8, { number: 8, head, base: { ref: "main" } });
    await leave(files());
    const step = await report();
    expect(step).toMatchObject({ code: 2, stderr: "", outputs: { verdict: "", "comment-url": "" } });
    expect(errorsOf(step)).toHaveLength(1);
    expect(errorsOf(step)[0]).toMatch(/^The artifact wa-routing-run--smoke was refused: /);
    expect(errorsOf(step)[0]).toMatch(sentence);
    expect(comments()).toEqual([]);
  },
  60_000,
);

test.each([
  ["nothing was left", "writer", /run 77 has left no artifact whose name begins with wa-routing-run/],
  ["no right to read artifacts", "commenter", /actions: read/],
  ["no token", "", /github-token is empty/],
] as const)(
  "said, with exit code 2: %s",
  async (_, token, sentence) => {
    const step = await report({ workflow_run: finished }, token);
    expect(step).toMatchObject({ code: 2, stderr: "" });
    expect(errorsOf(step).join()).toMatch(sentence);
  },
  60_000,
);
