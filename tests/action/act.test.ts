import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { RunOrigin } from "../../packages/action/src/untrusted/run-origin.ts";
import { filesIn } from "./local-artifacts.ts";
import { actRuns, type Left } from "./under-act.ts";

const { missing, underAct } = await actRuns("the example workflow under act");

const example = readFileSync(fileURLToPath(new URL("../../examples/workflows/embedded.yml", import.meta.url)), "utf8");

test.skipIf(missing)(
  "a healthy gateway: one comment with twelve lines, the evidence as an artifact, exit code 0",
  async () => {
    // The overhead may stay undecided on a machine that others use.
    const workflow = example.replace("comment: always", "comment: always\n          fail-on: fail");
    const { code, said, comments, artifacts } = await underAct("healthy", { workflow });
    expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
    expect(comments).toHaveLength(1);
    expect(comments[0]?.match(/^- [☑◐▢] /gm)?.length).toBeGreaterThanOrEqual(12);
    // act names a step without an id by its place; the runner does so from the second step of an action on.
    expect([...artifacts.keys()]).toEqual([expect.stringMatching(/^wa-routing-run--routing--\d+$/)]);
  },
  240_000,
);

test.skipIf(missing)(
  "with ordering fcfs: exit code 1, and the comment says which checks and why",
  async () => {
    const workflow = example.replace(
      "comment: always",
      "comment: always\n          ordering: fcfs\n          scenarios: basic-priority",
    );
    const { code, comments } = await underAct("fcfs", { workflow });
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

test.skipIf(missing)(
  "with an artifact of the base branch: the comment says what changed against it, and the step fails where that was asked for",
  async () => {
    const few = example
      .replace("on: pull_request", "on: [pull_request, push]")
      .replace("comment: always", "comment: always\n          scenarios: basic-priority\n          fail-on: fail");
    const base = await underAct("base", { workflow: few, event: "push" });
    expect({ code: base.code, said: base.code === 0 ? "" : base.said, comments: base.comments }).toEqual({
      ...{ code: 0, said: "", comments: [] },
    });
    const change = few
      .replace("comment: always", "comment: always\n          ordering: fcfs\n          fail-on-regression: true")
      .replace("fail-on: fail\n", "fail-on: never\n");
    expect(change).toContain("fail-on: never");
    const { code, comments } = await underAct("against", { workflow: change, left: await leftIn(base.artifacts) });
    expect(code).toBe(1);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toMatch(/\*\*Against main\*\* .*: Something got worse: /);
    expect(comments[0]).toMatch(/^- ☒ High\\-criticality requests complete before low\\-criticality: pass → fail$/m);
  },
  240_000,
);
