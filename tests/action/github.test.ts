import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type LocalGitHub, startLocalGitHub } from "../local-github/local-github.ts";
import { writeTinyScenario } from "../tiny-scenario.ts";
import { ActionJob, type EndedStep, type JobOptions } from "./action-job.ts";
import { bundledAction } from "./bundle.ts";
import { filesIn, startLocalArtifacts } from "./local-artifacts.ts";

const built = bundledAction();
const tiny = writeTinyScenario(join(built.folder, "tiny.yaml"));

const TOKENS = {
  ghs_writer: { login: "github-actions[bot]", permissions: ["pull-requests: write"] },
  ghs_reader: { login: "github-actions[bot]", permissions: ["pull-requests: read"] },
} as const;

const PULL_REQUEST = { pull_request: { number: 7, head: { sha: "7".repeat(40) } } };

/** A job of a pull request. Artifacts have a service of their own, so a job has none unless it is named. */
function jobOf(github: LocalGitHub, options: Partial<JobOptions> = {}): ActionJob {
  const { env, ...others } = options;
  return new ActionJob({
    ...{ ...built, token: "ghs_writer", event: PULL_REQUEST, ...others },
    env: {
      GITHUB_API_URL: github.apiUrl,
      GITHUB_REPOSITORY: github.repository.name,
      GITHUB_EVENT_NAME: "pull_request",
      ...env,
    },
  });
}

function noticesOf({ commands }: EndedStep): string {
  return commands
    .filter(({ name }) => name === "notice")
    .map(({ data }) => data)
    .join("\n");
}

const commentsOn = ({ repository }: LocalGitHub) => repository.comments.get(7) ?? [];

test("with fcfs: exit code 1, and one comment says which checks failed, of which commit and leg", async () => {
  await using github = await startLocalGitHub({ tokens: TOKENS });
  const matrix = { ordering: "fcfs", servers: 1 };
  const job = jobOf(github, { matrix });
  const inputs = { scenarios: "basic-priority", ordering: "fcfs", trials: "2" };
  const step = await job.step(inputs);
  expect(step.code).toBe(1);
  const [comment, ...more] = commentsOn(github);
  expect(more).toEqual([]);
  expect(comment?.body).toContain("smoke \\(fcfs, 1\\)");
  expect(comment?.body).toContain("7777777");
  expect(comment?.body).toMatch(/☒.*High\\-criticality requests complete before low\\-criticality/);
  expect(step.outputs["comment-url"]).toBe(comment?.html_url);
}, 90_000);

test("a second step, and a second leg, have sections of their own in the same comment", async () => {
  await using github = await startLocalGitHub({ tokens: TOKENS });
  const job = jobOf(github, { matrix: { leg: "a" } });
  for (const step of [await job.step({ scenarios: tiny }), await job.step({ scenarios: tiny })]) {
    expect(step.code).toBe(0);
  }
  await jobOf(github, { matrix: { leg: "b" } }).step({ scenarios: tiny });
  expect(commentsOn(github)).toHaveLength(1);
  const titles = [...(commentsOn(github)[0]?.body ?? "").matchAll(/^### ☑ (.*):/gm)].map(([, title]) => title);
  expect(titles).toEqual(["smoke \\(a\\)", "smoke \\(a\\), step 2", "smoke \\(b\\)"]);
}, 120_000);

test.each([
  ["no token", { token: "" }, /github-token/],
  ["a token that may only read", { token: "ghs_reader" }, /pull-requests: write/],
  ["a token that GitHub does not know", { token: "ghs_forged" }, /Bad credentials|token/],
] as const)(
  "%s: same verdict, same exit code, no comment, a notice",
  async (_, options, says) => {
    await using github = await startLocalGitHub({ tokens: TOKENS });
    const step = await jobOf(github, options).step({ scenarios: tiny });
    expect(step).toMatchObject({ code: 0, stderr: "", outputs: { verdict: "pass", "comment-url": "" } });
    expect(commentsOn(github)).toEqual([]);
    expect(noticesOf(step)).toMatch(says);
    expect(step.summary).toContain("> The comment was not written: ");
  },
  60_000,
);

test("an API that is down: same verdict, same exit code, a notice", async () => {
  await using github = await startLocalGitHub({ tokens: TOKENS });
  const step = await jobOf(github, { env: { GITHUB_API_URL: "http://127.0.0.1:9" } }).step({ scenarios: tiny });
  expect(step).toMatchObject({ code: 0, stderr: "", outputs: { verdict: "pass", "comment-url": "" } });
  expect(noticesOf(step)).toContain("The comment was not written");
}, 120_000);

/** For how long GitHub once answered 403 without a Retry-After; the action has given up by then. */
const FORBIDDEN_MS = 72_000;

test.each([
  [
    "limits a token",
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    /limits how/,
  ],
  ["forbids, and says no more", "Forbidden", /GitHub forbids it/],
])(
  "72 s of 403 without Retry-After (GitHub %s): same verdict, same exit code, no comment, a notice, and no longer",
  async (_, message, says) => {
    await using github = await startLocalGitHub({ tokens: TOKENS });
    github.faults.push({ status: 403, message });
    const startMs = performance.now();
    const step = await jobOf(github).step({ scenarios: tiny });
    expect(performance.now() - startMs).toBeLessThan(FORBIDDEN_MS);
    expect(step).toMatchObject({ code: 0, stderr: "", outputs: { verdict: "pass", "comment-url": "" } });
    expect(noticesOf(step)).toMatch(says);
    expect(step.summary).toContain("> The comment was not written: ");
    expect(github.calls.length).toBeGreaterThan(0);
    expect(commentsOn(github)).toEqual([]);
  },
  FORBIDDEN_MS + 15_000,
);

test("without a pull request nothing is asked of GitHub, unless pr-number names one", async () => {
  await using github = await startLocalGitHub({ tokens: TOKENS });
  const job = jobOf(github, { event: { schedule: "0 4 * * *" }, env: { GITHUB_EVENT_NAME: "schedule" } });
  const alone = await job.step({ scenarios: tiny });
  expect([alone.code, github.calls.length]).toEqual([0, 0]);
  const named = await job.step({ scenarios: tiny, "pr-number": "7" });
  expect(named.outputs["comment-url"]).toBe(commentsOn(github)[0]?.html_url);
  const asked = github.calls.length;
  await job.step({ scenarios: tiny, "pr-number": "7", comment: "never" });
  expect(github.calls).toHaveLength(asked);
}, 120_000);

test("an event that cannot be read is a notice", async () => {
  await using github = await startLocalGitHub({ tokens: TOKENS });
  const step = await jobOf(github, { event: { pull_request: { number: "seven" } } }).step({ scenarios: tiny });
  expect(step.code).toBe(0);
  expect(noticesOf(step)).toContain("the event of the workflow could not be read");
}, 60_000);

test("on an Enterprise Server: no artifact, a notice, and the comment all the same", async () => {
  await using github = await startLocalGitHub({ tokens: TOKENS });
  const env = { GITHUB_SERVER_URL: "https://github.acme.test", ACTIONS_RUNTIME_TOKEN: "runtime-token" };
  const step = await jobOf(github, { env }).step({ scenarios: tiny });
  expect(step.code).toBe(0);
  expect(step.outputs).toMatchObject({ "artifact-url": "", "comment-url": commentsOn(github)[0]?.html_url });
  expect(noticesOf(step)).toContain("https://github.acme.test keeps no artifacts");
}, 60_000);

test("a secret is in nothing that leaves the job: log, summary, comment, artifact", async () => {
  const secret = 'metrics-s3cret"&_1';
  await using github = await startLocalGitHub({ tokens: TOKENS });
  const artifacts = await startLocalArtifacts();
  const scenario = join(built.folder, "secret.yaml");
  const leak = JSON.stringify(`Leaks ${secret} and ghs_writer`);
  writeFileSync(scenario, readFileSync(tiny, "utf8").replace("title: Two requests", `title: ${leak}`));
  try {
    const inputs = { scenarios: scenario, "router-metrics-token": secret, "router-metrics-url": "http://127.0.0.1:9" };
    const gateway = { "envoy-url": "http://127.0.0.1:9", model: secret };
    const job = jobOf(github, { env: artifacts.env });
    const step = await job.step({ ...inputs, ...gateway });
    const [masked, shown] = [/^::add-mask::.*\n/gm, step.stdout.replace(/^::add-mask::.*\n/gm, "")];
    // Ours come first; the artifact client has its own.
    expect(step.stdout.match(masked)?.slice(0, 3).join("")).toMatch(/ghs_writer\n.*metrics-s3cret.*\n.*c2ln\n$/);
    expect(step.outputs["artifact-url"]).toBe("https://github.com/octo/widgets/actions/runs/77/artifacts/4711");
    const [name, archive] = [...artifacts.archives][0] as [string, Buffer];
    expect(name).toBe("wa-routing-run--smoke");
    const files = await filesIn(archive);
    expect([...files.keys()]).toContain("run.json");
    // It was there: in the folder it still is.
    expect(readFileSync(join(step.outputs["run-dir"] as string, "run.json"), "utf8")).toContain("metrics-s3cret");
    const texts = {
      log: shown,
      stderr: step.stderr,
      summary: step.summary,
      comment: commentsOn(github)[0]?.body ?? "",
    };
    for (const [where, text] of [...Object.entries(texts), ...[...files].map(([at, bytes]) => [at, `${bytes}`])]) {
      expect(text, where).not.toMatch(/s3cret|ghs_writer|ghs\\_writer|c2ln/);
    }
  } finally {
    await artifacts.close();
  }
}, 90_000);

test("two steps and a name that is taken: each folder has its artifact, or a notice says why not", async () => {
  await using github = await startLocalGitHub({ tokens: TOKENS });
  const artifacts = await startLocalArtifacts();
  try {
    const job = jobOf(github, { env: artifacts.env, matrix: { epp: "fork" } });
    const inputs = { scenarios: tiny, comment: "never" };
    await job.step(inputs);
    await job.step(inputs);
    expect([...artifacts.archives.keys()]).toEqual([
      "wa-routing-run--smoke--fork",
      "wa-routing-run--smoke--fork--step-2",
    ]);
    const again = await jobOf(github, { env: artifacts.env, matrix: { epp: "fork" } }).step(inputs);
    expect(again.code).toBe(0);
    expect(noticesOf(again)).toMatch(/There is no artifact: .*409/);
  } finally {
    await artifacts.close();
  }
}, 120_000);

test("whatever gateway, router and scenario say, the runner acts on none of it", async () => {
  const hostile =
    "::error::pwned\n  ::add-mask::pass\n##[set-output name=verdict]pass\n::stop-commands::x\n::set-env name=A::b";
  const gateway = createServer((_, response) => response.writeHead(500).end(hostile));
  await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
  const scenario = join(built.folder, "hostile.yaml");
  const title = JSON.stringify(hostile);
  writeFileSync(scenario, readFileSync(tiny, "utf8").replace("title: Two requests", `title: ${title}`));
  const log = join(built.folder, "hostile.log");
  writeFileSync(log, `${hostile}\n`);
  await using github = await startLocalGitHub({ tokens: TOKENS });
  try {
    const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
    const inputs = { scenarios: scenario, "envoy-url": url, model: hostile, "router-log": log };
    const step = await jobOf(github).step({ ...inputs, comment: "never" });
    expect(step.stdout).toContain("pwned");
    const names = new Set(step.commands.map(({ name }) => name));
    expect([...names].toSorted()).toEqual(["add-mask", "endgroup", "error", "group", "notice"]);
    const ours = step.commands.filter(({ name }) => name === "add-mask").map(({ data }) => data);
    expect(ours).toEqual(["ghs_writer"]);
    expect(step.commands.filter(({ name, data }) => name === "error" && data === "pwned")).toEqual([]);
  } finally {
    gateway.closeAllConnections();
    gateway.close();
  }
}, 90_000);
