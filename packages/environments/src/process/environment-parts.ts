import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isWaRoutingError, WaRoutingError } from "@wa-routing/protocol";
import { endsOnce } from "../ends-once.ts";
import type { Gate } from "../gate/gate.ts";
import { orAborted } from "../or-aborted.ts";
import type { Artifact, RunningGateway } from "../running-gateway.ts";
import { endLeftBehind } from "./end-left-behind.ts";
import { endProcessesIn } from "./end-processes.ts";
import { createEnvironmentFolder, ROUTER_LOG } from "./environment-folder.ts";
import type { ServerProcess } from "./start-server-process.ts";

/** A process of an environment: what broke it, and how it ends. */
type Part = Pick<ServerProcess<never>, "failure" | "broken" | "stop">;

/** What an environment that we start is made of: a folder of its own, and processes. All of it ends together. */
export interface EnvironmentParts {
  /** Aborted when the start is to be given up. */
  readonly signal: AbortSignal;
  /** For logs and generated files; removed at the end. */
  readonly folder: string;
  /** Names a file of the folder that is worth keeping with the evidence. */
  keep(name: string): void;
  /** Adds a process that is starting, and waits until it answers; says which one is the router under test. */
  add<Started extends Part>(starting: Promise<Started>, as?: "router"): Promise<Started>;
  /** What broke the first process that ended without being asked to. */
  failure(): string | null;
}

/** Receives files of an environment that is about to be removed. */
export type KeepArtifacts = (artifacts: readonly Artifact[]) => void;

/**
 * Starts an environment: what was started by then ends again when `start` throws or the start is aborted, after `keep` has been told
 * what is worth keeping of it; else with the gateway.
 */
export async function startWithParts(
  start: (parts: EnvironmentParts) => Promise<RunningGateway>,
  signal: AbortSignal = new AbortController().signal,
  keep: KeepArtifacts = () => undefined,
): Promise<RunningGateway> {
  signal.throwIfAborted();
  await endLeftBehind();
  const folder = await createEnvironmentFolder();
  const artifacts: Artifact[] = [];
  const starting: Promise<Part>[] = [];
  const started: Part[] = [];
  const routers: Part[] = [];
  const failure = () => started.map((part) => part.failure()).find((text) => text !== null) ?? null;
  const artifactOf = (name: string) => ({ name, path: join(folder, name) });
  const stopAll = async () => {
    // Also those that are still starting, when one beside them failed.
    await Promise.allSettled(starting);
    await Promise.all(started.map((part) => part.stop()));
    // A guard that was killed has left its program.
    const { left } = await endProcessesIn(folder);
    if (left.length === 0) await rm(folder, { recursive: true, force: true });
  };
  try {
    const starts = start({
      signal,
      folder,
      failure,
      keep: (name) => void artifacts.push(artifactOf(name)),
      async add(part, as) {
        starting.push(part);
        const running = await part;
        started.push(running);
        if (as === "router") routers.push(running);
        signal.throwIfAborted();
        return running;
      },
    });
    const gateway = await orAborted(starts, signal);
    return {
      ...gateway,
      artifacts,
      gate: gateway.gate === null ? null : gateOfParts(gateway.gate, started),
      failure,
      brokeBesideRouter: () => failure() !== null && routers.every((part) => part.failure() === null),
      ...endsOnce(async () => {
        try {
          await gateway.close();
        } catch (error) {
          // A gate that cannot be opened ends with its model servers.
          if (!isWaRoutingError(error) || error.code !== "GATE_LEFT_CLOSED") throw error;
        } finally {
          await stopAll();
        }
      }),
    };
  } catch (error) {
    // The log is followed once it runs; of one that does not, this is all that there will be.
    keep([...artifacts, artifactOf(ROUTER_LOG)]);
    await stopAll();
    throw error;
  }
}

/** A gate that does not wait for processes which have ended. */
function gateOfParts(gate: Gate, parts: readonly Part[]): Gate {
  const broken = Promise.race(parts.map((part) => part.broken));
  return {
    ...gate,
    async close() {
      await Promise.race([gate.close(), broken.then(notClosed)]);
    },
  };
}

function notClosed(failure: string): never {
  throw new WaRoutingError(`${failure}, and the gate could not be closed`, {
    code: "GATE_NOT_CLOSED",
    expected: "an environment that runs",
    value: failure,
  });
}
