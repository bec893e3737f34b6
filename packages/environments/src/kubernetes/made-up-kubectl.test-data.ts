import { PassThrough } from "node:stream";
import type { ChildEnd, GuardedChild } from "./guarded-child.ts";
import { createKubectl, type Kubectl } from "./kubectl.ts";

/** A program that goes on until it is told to end; the test says what it prints. */
export interface MadeUpChild extends GuardedChild {
  readonly args: readonly string[];
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
  end(exitCode: number): void;
}

/** What the pods of a cluster are, and how its logs read; a test changes it as it goes. */
export interface MadeUpCluster {
  pods: readonly { name: string; uid: string; ready?: boolean; restarts?: number; gone?: boolean }[];
  /** What `kubectl logs` prints; throws where it would fail. */
  logs?: (args: readonly string[]) => string;
  onSpawn?: (child: MadeUpChild) => void;
}

/** kubectl without a program and without a cluster. */
export function madeUpKubectl(cluster: MadeUpCluster): Kubectl & { readonly children: readonly MadeUpChild[] } {
  const children: MadeUpChild[] = [];
  const real = createKubectl({ namespace: "a" });
  const printed = (args: readonly string[]) => (args[0] === "logs" ? (cluster.logs?.(args) ?? "") : "");
  return {
    ...real,
    children,
    run: async (args) => printed(args),
    // Else this machine's kubectl would be asked for whatever cluster it knows, for as long as that takes to answer.
    ask: async (args) => ({ stdout: printed(args), stderr: "", refusal: null }),
    json: async (args, schema, { signal } = {}) => {
      signal?.throwIfAborted();
      const items = cluster.pods.map(podObject);
      const name = args[1] === "pod" ? args[2] : undefined;
      return schema.parse(name === undefined ? { items } : items.find(({ metadata }) => metadata.name === name));
    },
    spawn: (args) => {
      const child = madeUpChild(args);
      children.push(child);
      cluster.onSpawn?.(child);
      return child;
    },
  };
}

function podObject({ name, uid, ready = true, restarts = 0, gone = false }: MadeUpCluster["pods"][number]) {
  const status = { name: "epp", ready, restartCount: restarts, image: "epp:dev", imageID: "sha256:1", state: {} };
  return {
    kind: "Pod",
    metadata: { name, uid, ...(gone ? { deletionTimestamp: "2026-11-26T04:00:00Z" } : {}) },
    spec: { containers: [{ name: "epp" }] },
    status: {
      phase: "Running",
      conditions: [{ type: "Ready", status: ready ? "True" : "False" }],
      containerStatuses: [status],
    },
  };
}

function madeUpChild(args: readonly string[]): MadeUpChild {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const { promise: ended, resolve } = withResolvers();
  const end = (told: ChildEnd) => {
    stdout.end();
    stderr.end();
    resolve(told);
  };
  return {
    args,
    stdout,
    stderr,
    ended,
    end: (exitCode) => end({ exitCode, stopped: false }),
    unref: () => undefined,
    stop: async () => end({ exitCode: null, stopped: true }),
  };
}

function withResolvers() {
  let resolve: (end: ChildEnd) => void = () => undefined;
  const promise = new Promise<ChildEnd>((take) => {
    resolve = take;
  });
  return { promise, resolve };
}
