import { rm } from "node:fs/promises";
import { join } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";
import type { Gate } from "../gate/gate.ts";
import type { Artifact, RunningGateway } from "../running-gateway.ts";
import { endLeftBehind } from "./end-left-behind.ts";
import { endProcessesIn } from "./end-processes.ts";
import { createEnvironmentFolder } from "./environment-folder.ts";
import { type ServerProcess, startServerProcess } from "./start-server-process.ts";

/** A process of an environment: what broke it, and how it ends. */
type Part = Pick<ServerProcess<never>, "failure" | "broken" | "stop">;

/** What an environment that we start is made of: a folder of its own, and processes. All of it ends together. */
export interface EnvironmentParts {
  /** For logs and generated files; removed at the end. */
  readonly folder: string;
  /** Names a file of the folder that is worth keeping with the evidence. */
  keep(name: string): void;
  /** Adds a process that is starting, and waits until it answers. */
  add<Started extends Part>(starting: Promise<Started>): Promise<Started>;
  /** What broke the first process that ended without being asked to. */
  failure(): string | null;
}

/** The model servers of an environment that we start. */
export interface ModelServersOptions {
  /** Model servers behind the gateway, each a process. Default 1. */
  readonly modelServers?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Slots of each model server; 0 (the default) is unlimited. */
  readonly slots?: number;
  /** Time to first token; default 1: what the gateway adds is not to be lost in the model server's own time. */
  readonly ttftMs?: number;
  /** Time from token to token; default 1. */
  readonly itlMs?: number;
}

export const MODEL = "fake-model";

/** Starts an environment: what was started by then ends again when `start` throws, else with the gateway. */
export async function startWithParts(
  start: (parts: EnvironmentParts) => Promise<RunningGateway>,
): Promise<RunningGateway> {
  await endLeftBehind();
  const folder = await createEnvironmentFolder();
  const artifacts: Artifact[] = [];
  const starting: Promise<Part>[] = [];
  const started: Part[] = [];
  const failure = () => started.map((part) => part.failure()).find((text) => text !== null) ?? null;
  const stopAll = async () => {
    // Also those that are still starting, when one beside them failed.
    await Promise.allSettled(starting);
    await Promise.all(started.map((part) => part.stop()));
    // A guard that was killed has left its program.
    const { left } = await endProcessesIn(folder);
    if (left.length === 0) await rm(folder, { recursive: true, force: true });
  };
  try {
    const gateway = await start({
      folder,
      failure,
      keep: (name) => void artifacts.push({ name, path: join(folder, name) }),
      async add(part) {
        starting.push(part);
        const running = await part;
        started.push(running);
        return running;
      },
    });
    return {
      ...gateway,
      artifacts,
      gate: gateway.gate === null ? null : gateOfParts(gateway.gate, started),
      failure,
      async [Symbol.asyncDispose]() {
        await gateway[Symbol.asyncDispose]();
        await stopAll();
      },
    };
  } catch (error) {
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

/** Starts fake model servers, each in a process of its own on free loopback ports. */
export async function startModelServers(
  parts: EnvironmentParts,
  { modelServers = 1, seed = 1, slots = 0, ttftMs = 1, itlMs = 1 }: ModelServersOptions,
): Promise<{ urls: string[]; adminUrls: string[] }> {
  const servers = await Promise.all(
    Array.from({ length: modelServers }, (_, index) =>
      parts.add(
        startServerProcess({
          server: "model-server",
          name: `model-server-${index}`,
          folder: parts.folder,
          model: MODEL,
          seed: seed + index,
          slots,
          ttftMs,
          itlMs,
        }),
      ),
    ),
  );
  return { urls: servers.map(({ ready }) => ready.url), adminUrls: servers.map(({ ready }) => ready.adminUrl) };
}
