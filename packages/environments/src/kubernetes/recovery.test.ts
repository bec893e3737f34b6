import { expect, test } from "vitest";
import { type MadeUpCluster, madeUpKubectl } from "./made-up-kubectl.test-data.ts";
import { seePods } from "./pods-seen.ts";
import { recoveryOf } from "./recovery.ts";

const signal = new AbortController().signal;

/** A gateway of one pod, and what is done for its recovery. */
async function recovering(witness: "router-log" | "requests", answers: () => Promise<void>) {
  const cluster: MadeUpCluster = { pods: [{ name: "epp-1", uid: "1" }] };
  const told: string[] = [];
  const seen = await seePods(madeUpKubectl(cluster), [{ selector: "app=epp", witness }]);
  const tell = (what: string) => async () => void told.push(what);
  const recovered = recoveryOf({
    seen,
    whole: tell("whole"),
    async answered() {
      told.push("asked");
      await answers();
    },
    restartEnvoy: tell("Envoy restarted"),
  });
  return { cluster, told, recovered, seen };
}

const well = () => Promise.resolve();

test("nothing was replaced: nothing is waited for", async () => {
  const { recovered, told } = await recovering("router-log", well);
  expect(await recovered(signal)).toBeNull();
  expect(told).toEqual([]);
});

test("a pod that was replaced is told once, when all is well again", async () => {
  const { cluster, recovered, told, seen } = await recovering("router-log", well);
  cluster.pods = [{ name: "epp-2", uid: "2" }];
  expect(await recovered(signal)).toEqual({ text: "pod epp-1 was replaced by epp-2", isRoutersOwn: false });
  expect(told).toEqual(["whole", "asked"]);
  expect(await recovered(signal)).toBeNull();
  expect(await seen.look()).toEqual([]);
});

test("a router that was restarted in its pod ended by itself; another container is not the router", async () => {
  for (const [witness, isRoutersOwn] of [
    ["router-log", true],
    ["requests", false],
  ] as const) {
    const { cluster, recovered } = await recovering(witness, well);
    cluster.pods = [{ name: "epp-1", uid: "1", restarts: 1 }];
    expect(await recovered(signal)).toMatchObject({ isRoutersOwn });
  }
});

test("an Envoy that does not reach the new picker is restarted; where that does not help, the environment broke", async () => {
  let asked = 0;
  const later = () => (++asked === 1 ? Promise.reject(new Error("500")) : Promise.resolve());
  const helped = await recovering("router-log", later);
  helped.cluster.pods = [{ name: "epp-2", uid: "2" }];
  await helped.recovered(signal);
  expect(helped.told).toEqual(["whole", "asked", "Envoy restarted", "whole", "asked"]);
  const lost = await recovering("router-log", () => Promise.reject(new Error("500")));
  lost.cluster.pods = [];
  await expect(lost.recovered(signal)).rejects.toMatchObject({
    code: "ENVIRONMENT_BROKE",
    message: "the gateway did not recover: 500",
  });
});
