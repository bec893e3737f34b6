import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll } from "vitest";
import { temporaryFolder } from "../command.ts";
import { artifactRoutes, type LocalArtifact } from "../local-github/artifact-routes.ts";
import { baselineRoutes, type LocalRun } from "../local-github/baseline-routes.ts";
import { commentRoutes } from "../local-github/comment-routes.ts";
import { startLocalGitHub } from "../local-github/local-github.ts";
import { localRepository } from "../local-github/repository.ts";
import { notRun } from "../not-run.ts";
import { actionBundle } from "./bundle.ts";
import { startLocalArtifacts } from "./local-artifacts.ts";
import { findNode24 } from "./node-24.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const HEAD = "7".repeat(40);

/** What the base branch has left. */
export interface Left {
  readonly run: LocalRun;
  readonly artifact: LocalArtifact;
}

/** A workflow, and where it runs. */
export interface ActRun {
  readonly workflow: string;
  /** On push it runs for main; else for pull request 7. */
  readonly event?: "push";
  readonly left?: Left;
  /** Of the repository, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** What every step finds in its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs workflows of one test file under act, with a GitHub of our own beside it and the action as users get it.
 *
 * @param what Is said not to run where act or Node 24 is missing: `missing` is true then.
 */
export async function actRuns(what: string) {
  const folder = temporaryFolder();
  afterAll(folder.remove);
  const act = process.env.WA_ROUTING_ACT ?? "act";
  const node24 = findNode24(what);
  const found = await execa(act, ["--version"], { reject: false });
  const missing = found.exitCode !== 0 || node24 === null;
  if (found.exitCode !== 0) {
    notRun(what, `${act} is not here: go install github.com/nektos/act@v0.2.87, or WA_ROUTING_ACT`);
  }
  const tagged = join(folder.path, "tagged");
  beforeAll(async () => {
    if (missing) return;
    const bundle = await actionBundle(folder.path);
    cpSync(join(root, "action.yml"), join(tagged, "action.yml"));
    cpSync(bundle, join(tagged, "packages/action/dist"), { recursive: true });
  }, 120_000);

  const underAct = async (name: string, { workflow, event: on, left, files = {}, env = {} }: ActRun) => {
    const repository = localRepository("acme/router");
    const permissions = ["pull-requests: write", "contents: read", "actions: read"] as const;
    const tokens = { ghs_writer: { login: "github-actions[bot]", permissions } };
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
    for (const [path, text] of Object.entries({ "workflow.yml": workflow, ...files })) {
      writeFileSync(join(directory, path), text);
    }
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
    writeFileSync(join(directory, "event.json"), JSON.stringify(on === "push" ? {} : event));
    // The artifact server of act 0.2.87 refuses what GitHub's own client sends since its version 6 (`mime_type`).
    const store = await startLocalArtifacts();
    const variables = { GITHUB_API_URL: github.apiUrl, GITHUB_REPOSITORY: "acme/router", ...store.env, ...env };
    const ran = await execa(
      act,
      [
        ...[on ?? "pull_request", "--workflows", "workflow.yml", "--eventpath", "event.json"],
        ...["--platform", "ubuntu-latest=-self-hosted", "--local-repository", `org/wa-routing@v0=${tagged}`],
        ...["--secret", "GITHUB_TOKEN=ghs_writer", "--no-cache-server"],
        ...Object.entries(variables).flatMap(([variable, value]) => ["--env", `${variable}=${value}`]),
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
  };
  return { missing, underAct };
}
