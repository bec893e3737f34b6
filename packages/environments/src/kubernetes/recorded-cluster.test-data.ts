import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  /** How often the state was looked at. */
  looks(): number;
}

/** Answers the first look with the first state, and so on; the last one stays. */
export function recordedCluster(states: readonly (string | RecordedState)[]): RecordedCluster {
  const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-kubectl-"));
  const read = states.map((state) => (typeof state === "string" ? recordedState(state) : state));
  for (const [index, state] of read.entries()) writeState(join(folder, String(index + 1)), state);
  writeFileSync(join(folder, "look"), "0");
  writeFileSync(join(folder, "last"), String(read.length));
  writeFileSync(join(folder, "calls"), "");
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
    looks: () => calls().filter((call) => call.includes("get deployments,pods,services")).length,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function recordedState(name: string): RecordedState {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as RecordedState;
}

function writeState(folder: string, { objects, pools, events, logs = {} }: RecordedState): void {
  mkdirSync(folder);
  const list = (items: readonly object[]) => JSON.stringify({ apiVersion: "v1", kind: "List", items });
  writeFileSync(join(folder, "objects"), list(objects));
  writeFileSync(join(folder, "events"), list(events));
  if (typeof pools === "string") writeFileSync(join(folder, "pools.stderr"), pools);
  else writeFileSync(join(folder, "pools"), list(pools));
  if (logs.previous !== undefined) writeFileSync(join(folder, "previous"), logs.previous);
  if (logs.current !== undefined) writeFileSync(join(folder, "logs"), logs.current);
}
