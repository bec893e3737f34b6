import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Loss } from "@wa-routing/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type MadeUpCluster, madeUpKubectl } from "../kubernetes/made-up-kubectl.test-data.ts";
import { seePods } from "../kubernetes/pods-seen.ts";
import type { RunningGateway } from "../running-gateway.ts";
import { ownPicker } from "./objects/deployed-picker.ts";
import { GATEWAYS } from "./objects/names.ts";
import { carryingPods, podsRunning, watchPods } from "./watch-pods.ts";

let folder: string;
let cluster: MadeUpCluster;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
  cluster = { pods: [{ name: "model-server-0-a", uid: "1" }] };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const watched: Pick<RunningGateway, "artifacts" | "watch"> = {
  artifacts: [],
  watch: () =>
    Promise.resolve({
      settle: () => Promise.resolve(),
      readLog: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    }),
};

/** Watches a gateway while its pods change. */
async function lossesWhile(change: () => void, signal?: AbortSignal) {
  const kubectl = madeUpKubectl(cluster);
  const gateway = watchPods(
    watched as RunningGateway,
    await seePods(kubectl, carryingPods(ownPicker(GATEWAYS.main))),
    kubectl,
    folder,
    signal,
  );
  const losses: Loss[] = [];
  const watch = await gateway.watch({
    onArrivals: () => {},
    onLogChunk: () => {},
    onLoss: (loss) => losses.push(loss),
  });
  change();
  await watch.stop();
  return { losses, artifacts: gateway.artifacts.map(({ name }) => name) };
}

test("pods that stay are no loss, and what Kubernetes says of them is kept", async () => {
  const { losses, artifacts } = await lossesWhile(() => {});
  expect(losses).toEqual([]);
  expect(artifacts).toContain(join("kubernetes", "events.txt"));
});

test.each([
  ["replaced", { name: "model-server-0-b", uid: "2" }, "pod model-server-0-a was replaced by model-server-0-b", true],
  ["restarted", { name: "model-server-0-a", uid: "1", restarts: 1 }, "of pod model-server-0-a was restarted once"],
] as const)("a pod that was %s is a loss of what it told", async (_, pod, text, replaced?: true) => {
  const { losses } = await lossesWhile(() => {
    cluster.pods = [pod];
  });
  expect(losses.map(({ witness }) => witness)).toEqual(["arrivals", "requests", "router-log"]);
  for (const loss of losses) {
    expect(loss.text).toContain(text);
    expect(loss.replaced).toBe(replaced);
  }
});

test("there is no time for that when the run was interrupted", async () => {
  const { losses, artifacts } = await lossesWhile(() => {
    cluster.pods = [];
  }, AbortSignal.abort());
  expect({ losses, artifacts }).toEqual({ losses: [], artifacts: [] });
});

test("the pods are recorded, and one that runs another image than was loaded is refused", async () => {
  const running = (digests: readonly string[]) =>
    podsRunning(
      madeUpKubectl(cluster),
      [{ selector: "app=epp", image: { image: "epp:dev", id: "i", digests } }],
      undefined,
    );
  const pod = {
    pod: "model-server-0-a",
    uid: "1",
    container: "epp",
    restarts: 0,
    image: "epp:dev",
    imageId: "sha256:1",
  };
  expect(await running(["sha256:1"])).toEqual([pod]);
  await expect(running(["sha256:2"])).rejects.toMatchObject({
    code: "ENVIRONMENT_NOT_STARTED",
    message: "pod model-server-0-a runs another image than epp:dev: sha256:1, and the node has sha256:2",
  });
});
