import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { processIdentitySchema, WaRoutingError } from "@wa-routing/protocol";
import { z } from "zod";
import { identify, type Presence, presenceOf } from "../process/process-identity.ts";
import type { KubernetesObject } from "./apply-objects.ts";
import type { Kubectl } from "./kubectl.ts";

/** The Lease that whoever changes a gateway of its namespace holds. */
export const LOCK = "wa-routing-adapt";
/** Annotation of the Lease: the process that holds it, as JSON, so that this host knows when it has ended. */
const OWNER = "wa-routing.dev/owner";

/** How long a lock is believed in that nobody renews, and how often it is renewed. */
export interface LockTimes {
  readonly leaseMs: number;
  readonly renewMs: number;
}

const TIMES: LockTimes = { leaseMs: 30_000, renewMs: 8000 };

/** A namespace that nobody else changes. */
export interface NamespaceLock {
  /** Why it is ours no more, once that is so. */
  lost(): string | null;
  /** Leaves no Lease. @throws WaRoutingError `KUBECTL_FAILED` */
  release(): Promise<void>;
}

const leaseSchema = z.object({
  metadata: z.object({ resourceVersion: z.string(), annotations: z.record(z.string(), z.string()).default({}) }),
  spec: z.object({
    holderIdentity: z.string().default("somebody"),
    acquireTime: z.string().default("a time that it does not tell"),
    renewTime: z.string().default(""),
    leaseDurationSeconds: z.number().default(TIMES.leaseMs / 1000),
  }),
});
type Lease = z.output<typeof leaseSchema>;

/**
 * Locks a namespace against other runs that would change its gateway. A lock whose owner is dead is taken over: one of this host at
 * once, else when nobody has renewed it for as long as it lasts, by the clock here; clocks of other hosts may be wrong.
 *
 * @throws WaRoutingError `NAMESPACE_LOCKED` with who holds it, and since when; `KUBECTL_FAILED`
 */
export async function lockNamespace(
  kubectl: Kubectl,
  signal?: AbortSignal,
  times: LockTimes = TIMES,
): Promise<NamespaceLock> {
  const holder = `process ${process.pid} on ${hostname()} (${randomBytes(3).toString("hex")})`;
  const mine = () => leaseObject(kubectl.namespace, holder, times);
  for (let seen: Seen | null = null; ; ) {
    const created = await kubectl.ask(["create", "-f", "-"], { input: JSON.stringify(mine()), signal });
    if (created.refusal === null) break;
    if (!isThereAlready(created.stderr)) throw created.refusal;
    const lease = await readLease(kubectl, signal);
    if (lease === null) continue;
    if (seen === null || seen.renewTime !== lease.spec.renewTime) {
      if (seen !== null) throw locked(kubectl, lease);
      seen = { renewTime: lease.spec.renewTime, atMs: performance.now() };
    }
    const presence = presenceOfOwner(lease);
    if (presence === "running") throw locked(kubectl, lease);
    const isStale = performance.now() - seen.atMs >= lease.spec.leaseDurationSeconds * 1000;
    if (presence === "gone" || isStale) {
      if (await takeOver(kubectl, lease, mine(), signal)) break;
      seen = null;
      continue;
    }
    await delay(Math.min(1000, times.renewMs), undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
  return held(kubectl, holder, times);
}

interface Seen {
  readonly renewTime: string;
  readonly atMs: number;
}

/** Keeps a lock that was got, until it is released. */
function held(kubectl: Kubectl, holder: string, { renewMs }: LockTimes): NamespaceLock {
  let lost: string | null = null;
  let renewing: Promise<void> = Promise.resolve();
  const renew = async () => {
    const patch = [
      { op: "test", path: "/spec/holderIdentity", value: holder },
      { op: "replace", path: "/spec/renewTime", value: now() },
    ];
    const args = ["patch", "lease", LOCK, "--type=json", "--patch", JSON.stringify(patch)];
    if ((await kubectl.ask(args)).refusal === null) return;
    const lease = await readLease(kubectl);
    if (lease?.spec.holderIdentity === holder) return;
    lost = `the lock of namespace ${kubectl.namespace} was lost${lease === null ? "" : `: ${lease.spec.holderIdentity} holds it now`}`;
    clearInterval(timer);
  };
  // Where the API does not answer, the next time may do.
  const timer = setInterval(() => {
    renewing = renewing.then(renew).catch(() => undefined);
  }, renewMs);
  timer.unref();
  return {
    lost: () => lost,
    async release() {
      clearInterval(timer);
      await renewing;
      const lease = await readLease(kubectl);
      if (lease?.spec.holderIdentity !== holder) return;
      const { resourceVersion } = lease.metadata;
      const preconditions = { kind: "DeleteOptions", apiVersion: "v1", preconditions: { resourceVersion } };
      const path = `/apis/coordination.k8s.io/v1/namespaces/${kubectl.namespace}/leases/${LOCK}`;
      await kubectl.run(["delete", "--raw", path, "-f", "-"], { input: JSON.stringify(preconditions) });
    },
  };
}

function leaseObject(namespace: string, holderIdentity: string, { leaseMs }: LockTimes): KubernetesObject {
  const owner = identify(process.pid);
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: LOCK, namespace, annotations: { [OWNER]: JSON.stringify(owner) } },
    spec: {
      holderIdentity,
      leaseDurationSeconds: Math.max(1, Math.round(leaseMs / 1000)),
      acquireTime: now(),
      renewTime: now(),
    },
  };
}

async function readLease(kubectl: Kubectl, signal?: AbortSignal): Promise<Lease | null> {
  const { stdout, refusal } = await kubectl.ask(["get", "lease", LOCK, "-o", "json", "--ignore-not-found"], { signal });
  if (refusal !== null) throw refusal;
  return stdout.trim() === "" ? null : leaseSchema.parse(JSON.parse(stdout));
}

/** @returns Whether it is ours now: somebody else may have been quicker. */
async function takeOver(
  kubectl: Kubectl,
  { metadata: { resourceVersion } }: Lease,
  mine: KubernetesObject,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const input = JSON.stringify({ ...mine, metadata: { ...mine.metadata, resourceVersion } });
  return (await kubectl.ask(["replace", "-f", "-"], { input, signal })).refusal === null;
}

function presenceOfOwner({ metadata }: Lease): Presence {
  const owner = processIdentitySchema.safeParse(parsed(metadata.annotations[OWNER] ?? "null"));
  return owner.success ? presenceOf(owner.data) : "unknown";
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function isThereAlready(stderr: string): boolean {
  return /AlreadyExists|already exists/.test(stderr);
}

/** As Kubernetes writes a time of a Lease, in microseconds. */
function now(): string {
  return new Date().toISOString().replace("Z", "000Z");
}

function locked({ namespace }: Kubectl, { spec }: Lease): WaRoutingError {
  return new WaRoutingError(
    `namespace ${namespace} is being changed by ${spec.holderIdentity}, since ${spec.acquireTime.replace(/\.\d+Z$/, "Z")}`,
    {
      code: "NAMESPACE_LOCKED",
      field: "--namespace",
      value: spec.holderIdentity,
      expected: "one run with --adapt at a time",
      remedy: "wait for its end; a lock whose owner is dead is taken over by whoever comes next",
    },
  );
}
