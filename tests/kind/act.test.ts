import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildEppImage } from "../../packages/environments/src/kind/images/epp-image.ts";
import { ActionJob } from "../action/action-job.ts";
import { bundledAction } from "../action/bundle.ts";
import { actRuns } from "../action/under-act.ts";
import { requestsSent } from "../requests-sent.ts";
import { missingForStandalone } from "../standalone-runs.ts";
import { untilTrue } from "../until-true.ts";
import { clusterRuns, clustersHere, missingForKind } from "./real-cluster.ts";

// The action in a real cluster: npm run test:kind.
const { folder } = clusterRuns("action");
const local = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { missing, underAct } = await actRuns("the example workflow of kind under act");
const missingForAction = missingForKind ?? missingForStandalone;
const inherited = (...names: string[]) =>
  Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
const env = {
  XDG_STATE_HOME: folder,
  ...inherited("WA_ROUTING_KIND_NODE_IMAGE", "DOCKER_BUILDKIT", "DOCKER_HOST"),
} as Record<string, string>;

describe.skipIf(missingForAction !== null)("the action in a kind cluster", () => {
  test.skipIf(missing)(
    "the example workflow: the checklist is a comment on the pull request, and no cluster is left",
    async () => {
      const before = await clustersHere();
      const workflow = readFileSync(local("examples/workflows/kind.yml"), "utf8").replace(
        "epp: fork",
        "epp: reference",
      );
      expect(workflow).toContain("epp: reference");
      // Of ours: it needs no registry to be built.
      const files = { Dockerfile: `FROM ${await buildEppImage()}\n` };
      const { code, said, comments, artifacts } = await underAct("kind", { workflow, files, env });
      expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
      expect(comments).toHaveLength(1);
      expect(comments[0]?.match(/^- [☑◐▢] /gm)?.length).toBeGreaterThanOrEqual(12);
      expect(comments[0]).toMatch(/^- ☑ High\\-criticality requests complete before low\\-criticality/m);
      expect([...artifacts.keys()]).toHaveLength(1);
      expect(await clustersHere()).toEqual(before);
    },
    900_000,
  );
});

describe.skipIf(missingForAction !== null)("main is killed while it sends", () => {
  const bundled = bundledAction();

  test("its post deletes the cluster, and does not fail the job", async () => {
    const before = await clustersHere();
    const { bundle } = bundled;
    const job = new ActionJob({ folder: bundled.folder, bundle, env });
    const inputs = {
      environment: "kind",
      scenarios: "basic-priority",
      "run-dir": join(job.folder, "run"),
      comment: "never",
    };
    const step = job.start(inputs);
    await untilTrue(
      () => `trials were sent; ${step.printed()}`,
      300_000,
      () => requestsSent(join(job.folder, "run/basic-priority/requests.ndjson")) > 60,
    );
    expect(await clustersHere()).toHaveLength(before.length + 1);
    step.process.kill("SIGKILL");
    await step.ended;
    const post = await job.post(inputs);
    expect({ code: post.code, errors: post.commands.filter(({ name }) => name === "error") }).toEqual({
      code: 0,
      errors: [],
    });
    expect(await clustersHere()).toEqual(before);
  }, 600_000);
});
