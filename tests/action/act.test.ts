import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePorts } from "../../packages/environments/src/standalone/free-ports.ts";
import { temporaryFolder } from "../command.ts";
import { startLocalGitHub } from "../local-github/local-github.ts";
import { localRepository } from "../local-github/repository.ts";
import { notRun } from "../not-run.ts";
import { actionBundle } from "./bundle.ts";
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

/** Runs a workflow for pull request 7. */
async function underAct(name: string, workflow: string) {
  const repository = localRepository("acme/router");
  const tokens = { ghs_writer: { login: "github-actions[bot]", permissions: ["pull-requests: write"] } } as const;
  await using github = await startLocalGitHub({ repository, tokens });
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
      head: { ref: "change", sha: "7".repeat(40), repo: { full_name: "acme/router" } },
      base: { ref: "main" },
    },
  };
  writeFileSync(join(directory, "event.json"), JSON.stringify(event));
  const artifacts = join(directory, "artifacts");
  const [port] = await freePorts(1);
  const ran = await execa(
    act,
    [
      ...["pull_request", "--workflows", "workflow.yml", "--eventpath", "event.json"],
      ...["--platform", "ubuntu-latest=-self-hosted", "--local-repository", `org/wa-routing@v0=${tagged}`],
      ...["--secret", "GITHUB_TOKEN=ghs_writer", "--env", `GITHUB_API_URL=${github.apiUrl}`],
      ...["--env", "GITHUB_REPOSITORY=acme/router", "--no-cache-server"],
      ...[
        "--artifact-server-path",
        artifacts,
        "--artifact-server-addr",
        "127.0.0.1",
        "--artifact-server-port",
        `${port}`,
      ],
    ],
    {
      cwd: directory,
      reject: false,
      all: true,
      env: { PATH: [dirname(node24 ?? ""), process.env.PATH].join(delimiter) },
    },
  );
  const comments = (repository.comments.get(7) ?? []).map(({ body }) => body);
  return { code: ran.exitCode, said: ran.all, comments, artifacts };
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
    expect(readdirSync(artifacts, { recursive: true }).join("\n")).toContain("wa-routing-run--routing");
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
