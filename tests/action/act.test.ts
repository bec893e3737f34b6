import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunOrigin } from "../../packages/action/src/untrusted/run-origin.ts";
import { temporaryFolder } from "../command.ts";
import { artifactRoutes, type LocalArtifact } from "../local-github/artifact-routes.ts";
import { baselineRoutes, type LocalRun } from "../local-github/baseline-routes.ts";
import { commentRoutes } from "../local-github/comment-routes.ts";
import { startLocalGitHub } from "../local-github/local-github.ts";
import { localRepository } from "../local-github/repository.ts";
import { notRun } from "../not-run.ts";
import { actionBundle } from "./bundle.ts";
import { filesIn, startLocalArtifacts } from "./local-artifacts.ts";
import { findNode24 } from "./node-24.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = temporaryFolder();
afterAll(folder.remove);

const what = "the example workflow under act";
const act = process.env.WA_ROUTING_ACT ?? "act";
const node24 = findNode24(what);
const found = await execa(act, ["--version"], { reject: false });
if (found.exitCode !== 0) {
  notRun(what, `${act} is not here: go install github.com/nektos/act@v0.2.87, or WA_ROUTING_ACT`);
}

/** The tree of a tag, as users get the action: its face and its bundle. */
const tagged = join(folder.path, "tagged");
beforeAll(async () => {
  if (found.exitCode !== 0) return;
  const bundle = await actionBundle(folder.path);
  mkdirSync(join(tagged, "packages/action"), { recursive: true });
  writeFileSync(join(tagged, "action.yml"), readFileSync(join(root, "action.yml")));
  await execa("cp", ["-r", bundle, join(tagged, "packages/action/dist")]);
}, 120_000);

const HEAD = "7".repeat(40);

/** What the base branch has left. */
interface Left {
  readonly run: LocalRun;
  readonly artifact: LocalArtifact;
}

/** Runs a workflow for pull request 7, or, on push, for main. */
async function underAct(name: string, workflow: string, of: { readonly event?: "push"; readonly left?: Left } = {}) {
  const repository = localRepository("acme/router");
  const permissions = ["pull-requests: write", "contents: read", "actions: read"] as const;
  const tokens = { ghs_writer: { login: "github-actions[bot]", permissions } };
  const { left } = of;
  const bases = new Map(left === undefined ? [] : [[`main...${HEAD}`, left.run.head_sha]]);
  const routes = [
    ...commentRoutes,
    ...artifactRoutes(left === undefined ? [] : [left.artifact]),
    ...baselineRoutes(bases, left === undefined ? [] : [left.run]),
  ];
  await using github = await startLocalGitHub({ repository, tokens, routes });
  const directory = join(folder.path, name);
  mkdirSync(directory);
  await execa("git", ["init", "--quiet", "--initial-branch=main"], { cwd: directory });
  writeFileSync(join(directory, "workflow.yml"), workflow);
  await execa("git", ["add", "."], { cwd: directory });
  const author = ["-c", "user.name=a", "-c", "user.email=a@localhost"];
  await execa("git", [...author, "commit", "--quiet", "--message", "one"], { cwd: directory });
  const event = {
    pull_request: {
      number: 7,
      head: { ref: "change", sha: HEAD, repo: { full_name: "acme/router" } },
      base: { ref: "main" },
    },
  };
  writeFileSync(join(directory, "event.json"), JSON.stringify(of.event === "push" ? {} : event));
  // The artifact server of act 0.2.87 refuses what GitHub's own client sends since its version 6 (`mime_type`).
  const store = await startLocalArtifacts();
  const artifactService = Object.entries(store.env).flatMap(([variable, value]) => ["--env", `${variable}=${value}`]);
  const ran = await execa(
    act,
    [
      ...[of.event ?? "pull_request", "--workflows", "workflow.yml", "--eventpath", "event.json"],
      ...["--platform", "ubuntu-latest=-self-hosted", "--local-repository", `org/wa-routing@v0=${tagged}`],
      ...["--secret", "GITHUB_TOKEN=ghs_writer", "--env", `GITHUB_API_URL=${github.apiUrl}`],
      ...["--env", "GITHUB_REPOSITORY=acme/router", "--no-cache-server"],
      ...artifactService,
    ],
    {
      cwd: directory,
      reject: false,
      all: true,
      env: { PATH: [dirname(node24 ?? ""), process.env.PATH].join(delimiter) },
    },
  );
  await store.close();
  const comments = (repository.comments.get(7) ?? []).map(({ body }) => body);
  return { code: ran.exitCode, said: ran.all, comments, artifacts: store.archives };
}

const example = readFileSync(join(root, "examples/workflows/embedded.yml"), "utf8");

test.skipIf(found.exitCode !== 0 || node24 === null)(
  "a healthy gateway: one comment with twelve lines, the evidence as an artifact, exit code 0",
  async () => {
    // The overhead may stay undecided on a machine that others use.
    const workflow = example.replace("comment: always", "comment: always\n          fail-on: fail");
    const { code, said, comments, artifacts } = await underAct("healthy", workflow);
    expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
    expect(comments).toHaveLength(1);
    expect(comments[0]?.match(/^- [☑◐▢] /gm)?.length).toBeGreaterThanOrEqual(12);
    // act names a step without an id by its place; the runner does so from the second step of an action on.
    expect([...artifacts.keys()]).toEqual([expect.stringMatching(/^wa-routing-run--routing--\d+$/)]);
  },
  240_000,
);

test.skipIf(found.exitCode !== 0 || node24 === null)(
  "with ordering fcfs: exit code 1, and the comment says which checks and why",
  async () => {
    const workflow = example.replace(
      "comment: always",
      "comment: always\n          ordering: fcfs\n          scenarios: basic-priority",
    );
    const { code, comments } = await underAct("fcfs", workflow);
    expect(code).toBe(1);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toMatch(/^- ☒ High\\-criticality requests complete before low\\-criticality/m);
  },
  240_000,
);

/** The artifact that a workflow has left, and its run as GitHub would list it. */
async function leftIn(artifacts: ReadonlyMap<string, Buffer>): Promise<Left> {
  const [[name, archive]] = [...artifacts] as [[string, Buffer]];
  const files = await filesIn(archive);
  expect([...files.keys()]).toEqual(expect.arrayContaining(["report.html", "trace.json", "run.json"]));
  const origin = JSON.parse(`${files.get("origin.json")}`) as RunOrigin;
  const run = {
    ...{ id: origin.runId, name: origin.workflow, event: "push", head_sha: origin.sha, head_branch: "main" },
    ...{ run_number: origin.runNumber, run_attempt: origin.attempt, head_repository: { full_name: "acme/router" } },
  };
  return { run, artifact: { id: 4700, runId: origin.runId, name, archive } };
}

test.skipIf(found.exitCode !== 0 || node24 === null)(
  "with an artifact of the base branch: the comment says what changed against it, and the step fails where that was asked for",
  async () => {
    const few = example
      .replace("on: pull_request", "on: [pull_request, push]")
      .replace("comment: always", "comment: always\n          scenarios: basic-priority\n          fail-on: fail");
    const base = await underAct("base", few, { event: "push" });
    expect({ code: base.code, said: base.code === 0 ? "" : base.said, comments: base.comments }).toEqual({
      ...{ code: 0, said: "", comments: [] },
    });
    const change = few
      .replace("comment: always", "comment: always\n          ordering: fcfs\n          fail-on-regression: true")
      .replace("fail-on: fail\n", "fail-on: never\n");
    expect(change).toContain("fail-on: never");
    const { code, comments } = await underAct("against", change, { left: await leftIn(base.artifacts) });
    expect(code).toBe(1);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toMatch(/\*\*Against main\*\* .*: Something got worse: /);
    expect(comments[0]).toMatch(/^- ☒ High\\-criticality requests complete before low\\-criticality: pass → fail$/m);
  },
  240_000,
);
