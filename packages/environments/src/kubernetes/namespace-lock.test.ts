import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { identify } from "../process/process-identity.ts";
import { createKubectl, type Kubectl } from "./kubectl.ts";
import { LOCK, lockNamespace } from "./namespace-lock.ts";

interface Lease {
  metadata: { name: string; resourceVersion: string; annotations: Record<string, string> };
  spec: { holderIdentity: string; renewTime: string };
}

/** The one Lease of a namespace, as the API keeps it: every change has the version that it was read with, or is refused. */
function leaseStore() {
  let lease: Lease | null = null;
  let version = 0;
  let looks = 0;
  const put = (next: Lease) => {
    version += 1;
    lease = { ...next, metadata: { ...next.metadata, resourceVersion: String(version) } };
  };
  const refuse = (words: string) => {
    throw new Error(words);
  };
  const answer = (args: readonly string[], input = ""): string => {
    switch (args[0]) {
      case "create":
        if (lease !== null) return refuse(`Error from server (AlreadyExists): leases "${LOCK}" already exists`);
        put(JSON.parse(input) as Lease);
        return "";
      case "get":
        looks += 1;
        return lease === null ? "" : JSON.stringify(lease);
      case "replace": {
        const next = JSON.parse(input) as Lease;
        if (lease?.metadata.resourceVersion !== next.metadata.resourceVersion) return refuse("Error (Conflict)");
        put(next);
        return "";
      }
      case "patch": {
        const [test, replace] = JSON.parse(args.at(-1) ?? "") as { value: string }[];
        if (lease?.spec.holderIdentity !== test?.value) return refuse("the server rejected our request");
        if (lease !== null) put({ ...lease, spec: { ...lease.spec, renewTime: replace?.value ?? "" } });
        return "";
      }
      case "delete": {
        const { preconditions } = JSON.parse(input) as { preconditions: { resourceVersion: string } };
        if (lease?.metadata.resourceVersion !== preconditions.resourceVersion) return refuse("Error (Conflict)");
        lease = null;
        return "";
      }
      default:
        return refuse(`the stand-in does not know ${args.join(" ")}`);
    }
  };
  const real = createKubectl({ namespace: "inf-ext-e2e" });
  const ask: Kubectl["ask"] = async (args, { input } = {}) => {
    await delay(1);
    try {
      return { stdout: answer(args, input), stderr: "", refusal: null };
    } catch (error) {
      return { stdout: "", stderr: (error as Error).message, refusal: error as never };
    }
  };
  const run: Kubectl["run"] = async (args, call) => {
    const { stdout, refusal } = await ask(args, call);
    if (refusal !== null) throw refusal;
    return stdout;
  };
  return {
    kubectl: { ...real, ask, run } as Kubectl,
    lease: () => lease,
    /** How often it was read. */
    looks: () => looks,
    /** As if another process had made it. */
    owned(by: object | null, holderIdentity = "process 7 on elsewhere (abc)") {
      if (lease === null) throw new Error("there is no Lease");
      const annotations = by === null ? {} : { "wa-routing.dev/owner": JSON.stringify(by) };
      put({ metadata: { ...lease.metadata, annotations }, spec: { ...lease.spec, holderIdentity } });
    },
    renewed: (renewTime: string) => lease !== null && put({ ...lease, spec: { ...lease.spec, renewTime } }),
  };
}

const TIMES = { leaseMs: 1000, renewMs: 50 };
const ELSEWHERE = { pid: 7, scope: "another boot", started: "1", command: "node" };

test("of two at once one has it, and the other is told who, and since when", async () => {
  const { kubectl, lease } = leaseStore();
  const both = await Promise.allSettled([
    lockNamespace(kubectl, undefined, TIMES),
    lockNamespace(kubectl, undefined, TIMES),
  ]);
  const [held] = both.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const refused = both.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  expect(refused).toEqual([
    expect.objectContaining({
      code: "NAMESPACE_LOCKED",
      message: expect.stringMatching(
        new RegExp(`^namespace inf-ext-e2e is being changed by process ${process.pid} on .*, since 20\\d\\d-.*Z$`),
      ),
    }),
  ]);
  await held?.release();
  expect(lease()).toBeNull();
});

test("it is renewed while it is held", async () => {
  const { kubectl, lease } = leaseStore();
  const held = await lockNamespace(kubectl, undefined, TIMES);
  const first = lease()?.spec.renewTime;
  await expect.poll(() => lease()?.spec.renewTime).not.toBe(first);
  expect(held.lost()).toBeNull();
  await held.release();
});

test("the lock of a process of this host that was killed is taken over at once", async () => {
  const store = leaseStore();
  const left = await lockNamespace(store.kubectl, undefined, { leaseMs: 600_000, renewMs: 600_000 });
  const child = spawn("sleep", ["60"]);
  const owner = identify(child.pid ?? 0);
  child.kill("SIGKILL");
  await once(child, "exit");
  store.owned(owner);
  const held = await lockNamespace(store.kubectl, undefined, { leaseMs: 600_000, renewMs: 600_000 });
  expect(store.lease()?.spec.holderIdentity).toContain(`process ${process.pid} on`);
  // Whoever it was taken from leaves it alone.
  await left.release();
  expect(store.lease()).not.toBeNull();
  await held.release();
  expect(store.lease()).toBeNull();
});

test("the lock of another host is taken over when nobody has renewed it for as long as it lasts", async () => {
  const store = leaseStore();
  await lockNamespace(store.kubectl, undefined, { leaseMs: 1000, renewMs: 600_000 });
  store.owned(ELSEWHERE);
  const startMs = performance.now();
  const held = await lockNamespace(store.kubectl, undefined, TIMES);
  expect(performance.now() - startMs).toBeGreaterThan(900);
  await held.release();
  expect(store.lease()).toBeNull();
});

test("one of another host that is renewed is believed", async () => {
  const store = leaseStore();
  await lockNamespace(store.kubectl, undefined, { leaseMs: 600_000, renewMs: 600_000 });
  store.owned(ELSEWHERE);
  const asking = lockNamespace(store.kubectl, undefined, TIMES);
  asking.catch(() => undefined);
  // Only who has read it before can tell that it is renewed.
  await expect.poll(() => store.looks()).toBe(1);
  store.renewed("2026-11-26T08:00:00.000000Z");
  await expect(asking).rejects.toThrow("is being changed by process 7 on elsewhere (abc)");
});

test("whoever loses it knows, and does not release the other's", async () => {
  const store = leaseStore();
  const held = await lockNamespace(store.kubectl, undefined, TIMES);
  store.owned(ELSEWHERE);
  await expect
    .poll(() => held.lost())
    .toBe("the lock of namespace inf-ext-e2e was lost: process 7 on elsewhere (abc) holds it now");
  await held.release();
  expect(store.lease()?.spec.holderIdentity).toBe("process 7 on elsewhere (abc)");
});

test("what kubectl refuses is said", async () => {
  const { kubectl } = leaseStore();
  const ask: Kubectl["ask"] = async () => ({
    stdout: "",
    stderr: "Error from server (Forbidden)",
    refusal: new Error("Error from server (Forbidden)") as never,
  });
  await expect(lockNamespace({ ...kubectl, ask })).rejects.toThrow("Forbidden");
});
