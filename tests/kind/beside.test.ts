import { execa } from "execa";
import { afterAll, describe, expect, test } from "vitest";
import { checklistOf, loadOf, wordsOf } from "../standalone-runs.ts";
import { clusterRuns, clustersHere, missingForKind } from "./real-cluster.ts";

// A cluster of somebody else's, and two runs at the same time: npm run test:kind.
const runs = clusterRuns("beside");
const THEIRS = `theirs-${process.pid}`;
const image = process.env.WA_ROUTING_KIND_NODE_IMAGE;

afterAll(async () => {
  if (missingForKind === null) await execa("kind", ["delete", "cluster", "--name", THEIRS]);
}, 120_000);

describe.skipIf(missingForKind !== null)("a foreign cluster, and two runs beside it", () => {
  test("both are judged, or say that the machine was too busy; only what is ours is deleted", async () => {
    const kubeconfig = ["--kubeconfig", `${runs.folder}/theirs.kubeconfig`];
    await execa("kind", [
      "create",
      "cluster",
      "--name",
      THEIRS,
      ...kubeconfig,
      ...(image === undefined ? [] : ["--image", image]),
    ]);
    const uid = async () =>
      (
        await execa("kubectl", [
          ...kubeconfig,
          "get",
          "namespace",
          "kube-system",
          "--output",
          "jsonpath={.metadata.uid}",
        ])
      ).stdout;
    const before = { uid: await uid(), clusters: await clustersHere() };
    const both = await Promise.all(["one", "two"].map((name) => runs.inKind(name)));
    for (const { code, dir, stderr } of both) {
      const said = `${loadOf(dir)}\n${wordsOf(checklistOf(dir))}`;
      process.stderr.write(said);
      // Two gateways and three clusters on one host: undecided by its load is what a run may say, refuted is not.
      expect([0, 3], `${said}${stderr}`).toContain(code);
    }
    expect({ uid: await uid(), clusters: await clustersHere() }).toEqual(before);
  }, 900_000);

  test("a run that asks for its name is refused, and leaves it as it is", async () => {
    const { code, stderr } = await runs.inKind("refused", "--cluster", THEIRS);
    expect(code).toBe(4);
    expect(stderr).toContain(THEIRS);
    expect(await clustersHere()).toContain(THEIRS);
  }, 120_000);
});
