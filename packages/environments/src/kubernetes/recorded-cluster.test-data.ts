import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createKubectl, type Kubectl } from "./kubectl.ts";

/** A state of a real cluster, as `kubectl get` told it; see fixtures/. */
interface RecordedState {
  readonly namespace: string;
  readonly objects: readonly { readonly kind: string }[];
  /** The InferencePools, or what kubectl says on standard error. */
  readonly pools: readonly object[] | string;
  readonly events: readonly object[];
  readonly logs?: { readonly previous?: string; readonly current?: string };
}

/** A stand-in for kubectl that answers from recorded states, and records what it was asked. */
export interface RecordedCluster extends Disposable {
  readonly kubectl: Kubectl;
  /** Folder that holds the stand-in, under the name kubectl: for a PATH. */
  readonly folder: string;
  /** The arguments of each call, in their order. */
  calls(): string[];
  /** From now on it is in this state. */
  becomes(state: RecordedState): void;
  /** How often the state was looked at. */
  looks(): number;
}

/** What stands in for the rest of a cluster. */
interface StandIns {
  /** Where a forward to a port of a pod leads: a port of this host. */
  readonly ports?: Readonly<Record<number, number>>;
  readonly secrets?: readonly object[];
}

/** Answers the first look with the first state, and so on; the last one stays. */
export function recordedCluster(
  states: readonly (string | RecordedState)[],
  { ports = {}, secrets = [] }: StandIns = {},
): RecordedCluster {
  const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-kubectl-"));
  const list = JSON.stringify({ items: secrets });
  const read = states.map((state) => (typeof state === "string" ? recordedState(state) : state));
  for (const [index, state] of read.entries()) writeState(join(folder, String(index + 1)), state);
  for (const index of read.keys()) writeFileSync(join(folder, String(index + 1), "secrets"), list);
  writeFileSync(join(folder, "look"), "0");
  writeFileSync(join(folder, "last"), String(read.length));
  writeFileSync(join(folder, "calls"), "");
  const forwards = Object.entries(ports).map(([remote, local]) => `${remote} ${local}\n`);
  writeFileSync(join(folder, "ports"), forwards.join(""));
  const program = join(folder, "kubectl");
  cpSync(fileURLToPath(new URL("fixtures/recorded-kubectl.sh", import.meta.url)), program);
  chmodSync(program, 0o755);
  const calls = () =>
    readFileSync(join(folder, "calls"), "utf8")
      .split("\n")
      .filter((line) => line !== "");
  return {
    kubectl: createKubectl({ program, context: "recorded", namespace: read[0]?.namespace ?? "default" }),
    folder,
    calls,
    becomes: (state) => {
      writeState(join(folder, "becomes"), state);
      replaceFile(join(folder, "last"), "0");
      replaceFile(join(folder, "look"), "becomes");
    },
    looks: () => calls().filter((call) => call.includes("get deployments,pods,services")).length,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

// In one piece: a call that is under way reads it meanwhile.
function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

export function recordedState(name: string): RecordedState {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as RecordedState;
}

interface PodObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

function writeState(folder: string, { objects, pools, events, logs = {} }: RecordedState): void {
  mkdirSync(folder);
  const list = (items: readonly object[]) => JSON.stringify({ apiVersion: "v1", kind: "List", items });
  writeFileSync(join(folder, "objects"), list(objects));
  writeFileSync(join(folder, "events"), list(events));
  writeFileSync(join(folder, "deployments"), list(objects.filter(({ kind }) => kind === "Deployment")));
  for (const pod of objects.filter(({ kind }) => kind === "Pod") as unknown as readonly PodObject[]) {
    writeFileSync(join(folder, `pod.${pod.metadata.name}`), JSON.stringify(pod));
    const { app = "" } = pod.metadata.labels;
    const of = (objects as unknown as readonly PodObject[]).filter(
      ({ kind, metadata }) => kind === "Pod" && metadata.labels.app === app,
    );
    writeFileSync(join(folder, `pods.app=${app}`), list(of));
  }
  if (typeof pools === "string") writeFileSync(join(folder, "pools.stderr"), pools);
  else writeFileSync(join(folder, "pools"), list(pools));
  if (logs.previous !== undefined) writeFileSync(join(folder, "previous"), logs.previous);
  if (logs.current !== undefined) writeFileSync(join(folder, "logs"), logs.current);
}
