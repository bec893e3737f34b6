import { setTimeout as delay } from "node:timers/promises";
import { WaRoutingError } from "@wa-routing/protocol";
import { z } from "zod";
import { errorMessage } from "../error-message.ts";
import { orAborted } from "../or-aborted.ts";
import { podSchema } from "./cluster-state.ts";
import type { GuardedChild } from "./guarded-child.ts";
import type { Kubectl } from "./kubectl.ts";

const READY_MS = 15_000;
const AGAIN_MS = 100;
/** A new pod needs a dozen seconds until it is ready, and more on a busy node. */
const PATIENCE_MS = 120_000;

/** What a forward reaches. */
export interface ForwardTarget {
  /** Name of the pod. */
  readonly pod: string;
  /** Port of the pod. */
  readonly port: number;
  /** Which pods may take its place when it is gone, as kubectl's `--selector`. Default: none. */
  readonly selector?: string;
  /** Names of pods that are reached by some forward; shared by forwards of one selector, so that two never reach the same pod. */
  readonly reached?: Set<string>;
  /** How long it leads there when this process has ended without a word: whoever guards a gate then opens it. Default: 0. */
  readonly lingerSeconds?: number;
  /** Told when another pod is reached than before, in words. */
  readonly onOtherPod?: (change: string) => void;
}

/** A local port that leads to a pod for as long as there is one. */
export interface PortForward extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`; stays the same whatever it reaches. */
  readonly url: string;
  /** The pod that it reaches now. */
  pod(): string;
  /** How often kubectl had to be started again. */
  drops(): number;
  /** Why it reaches nothing any more, once that is so. */
  failure(): string | null;
}

/**
 * Forwards a local port to a pod. kubectl's own forward ends with the first connection after its pod's end, and never goes to another:
 * here it is started again, on the same port, to the same pod or to the one that took its place.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with kubectl's words when the first forward does not come about.
 */
export async function startPortForward(
  kubectl: Kubectl,
  target: ForwardTarget,
  signal?: AbortSignal,
): Promise<PortForward> {
  const { port, selector, lingerSeconds = 0, reached = new Set<string>(), onOtherPod = () => undefined } = target;
  const ended = new AbortController();
  let pod = await readPod(kubectl, target.pod, signal);
  reached.add(pod.name);
  const lead = async (to: string, ports: string, until: AbortSignal | undefined) =>
    await forward(kubectl, { pod: to, ports, lingerSeconds }, until);
  let running = await lead(pod.name, `:${port}`, signal).catch((error: unknown) => {
    reached.delete(pod.name);
    throw error;
  });
  const { localPort } = running;
  let drops = 0;
  let failure: string | null = null;

  const again = async (): Promise<Forwarding> => {
    const deadline = performance.now() + PATIENCE_MS;
    for (let why = ""; ; await delay(AGAIN_MS, undefined, { signal: ended.signal })) {
      try {
        const next = await successorOf(kubectl, pod, { selector, reached }, ended.signal);
        const started = await lead(next.name, `${localPort}:${port}`, ended.signal);
        if (next.uid !== pod.uid) onOtherPod(`port ${localPort} reached pod ${pod.name}, and now reaches ${next.name}`);
        reached.delete(pod.name);
        reached.add(next.name);
        pod = next;
        return started;
      } catch (error) {
        ended.signal.throwIfAborted();
        why = errorMessage(error);
      }
      if (performance.now() > deadline) {
        throw new Error(`the port-forward to pod ${pod.name} could not be taken up again: ${why}`);
      }
    }
  };
  const supervise = async () => {
    for (;;) {
      await running.child.ended;
      ended.signal.throwIfAborted();
      drops += 1;
      running = await again();
    }
  };
  const supervised = supervise().catch((error: unknown) => {
    if (!ended.signal.aborted) failure = errorMessage(error);
  });
  return {
    url: `http://127.0.0.1:${localPort}`,
    pod: () => pod.name,
    drops: () => drops,
    failure: () => failure,
    async [Symbol.asyncDispose]() {
      ended.abort();
      reached.delete(pod.name);
      await running.child.stop();
      await supervised;
    },
  };
}

interface ReachedPod {
  readonly name: string;
  readonly uid: string;
}

interface Forwarding {
  readonly child: GuardedChild;
  readonly localPort: number;
}

/** Starts kubectl's forward, and waits until it listens. */
async function forward(
  kubectl: Kubectl,
  { pod, ports, lingerSeconds }: { readonly pod: string; readonly ports: string; readonly lingerSeconds: number },
  signal: AbortSignal | undefined,
): Promise<Forwarding> {
  signal?.throwIfAborted();
  const args = ["port-forward", "--address", "127.0.0.1", `pod/${pod}`, ports];
  const child = kubectl.spawn(args, lingerSeconds);
  let words = "";
  child.stderr.on("data", (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-1000);
  });
  const listening = new Promise<number | null>((resolve) => {
    let text = "";
    // Read on to the end: it says a line for every connection, and would wait for a reader.
    child.stdout.on("data", (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-1000);
      const found = /Forwarding from 127\.0\.0\.1:(\d+) ->/.exec(text)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    void child.ended.then(() => resolve(null));
    void delay(READY_MS, null, { ref: false }).then(resolve);
  });
  const localPort = await orAborted(listening, signal).catch(async (error: unknown) => {
    await child.stop();
    throw error;
  });
  if (localPort !== null) {
    child.unref(); // Whoever never ends it is not held up by it.
    return { child, localPort };
  }
  await child.stop();
  throw new WaRoutingError(
    `${kubectl.commandLine(args)} did not come to listen: ${words.trim() || "it said nothing"}`,
    {
      code: "ENVIRONMENT_NOT_STARTED",
      field: `port-forward to pod ${pod}`,
      value: words.trim(),
      expected: "a pod that runs, and leave to create pods/portforward",
    },
  );
}

const podsSchema = z.object({ items: z.array(podSchema) });

async function readPod(kubectl: Kubectl, name: string, signal: AbortSignal | undefined): Promise<ReachedPod> {
  const { metadata } = await kubectl.json(["get", "pod", name], podSchema, { signal });
  return { name: metadata.name, uid: metadata.uid };
}

/** The same pod while it stays; else a ready one of the selector that nobody reaches. @throws Error when there is none yet. */
async function successorOf(
  kubectl: Kubectl,
  pod: ReachedPod,
  { selector, reached }: { readonly selector: string | undefined; readonly reached: ReadonlySet<string> },
  signal: AbortSignal,
): Promise<ReachedPod> {
  const which = selector === undefined ? ["--field-selector", `metadata.name=${pod.name}`] : ["--selector", selector];
  const { items } = await kubectl.json(["get", "pods", ...which], podsSchema, { signal });
  const staying = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const same = staying.find(({ metadata }) => metadata.uid === pod.uid);
  const free = staying.find(
    ({ metadata, status }) =>
      (metadata.name === pod.name || !reached.has(metadata.name)) &&
      status.conditions.some(({ type, status: holds }) => type === "Ready" && holds === "True"),
  );
  const found = same ?? free;
  if (found === undefined) throw new Error(`pod ${pod.name} is gone, and no ready pod has taken its place`);
  return { name: found.metadata.name, uid: found.metadata.uid };
}
