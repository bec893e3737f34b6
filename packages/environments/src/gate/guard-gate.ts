import { rm } from "node:fs/promises";
import { createEnvironmentFolder } from "../process/environment-folder.ts";
import { type ServerProcess, startServerProcess } from "../process/start-server-process.ts";
import type { ControlRequest } from "./control-request.ts";
import type { GuardOpenings, GuardWord } from "./gate-guard.ts";
import { LEASE_MS } from "./leased-gate.ts";

/** Sees to it that a gate without a lease of its own is opened, whatever becomes of this process. */
export interface GateGuard {
  /** To be said before the gate is closed, and again and again while it is. */
  closed(): Promise<void>;
  opened(): void;
  end(): Promise<void>;
}

/** A guard in a process of its own, which is started when a gate is closed for the first time. */
export function guardGate(openings: readonly ControlRequest[]): GateGuard {
  let guard: Promise<{ process: ServerProcess<{ server: "gate-guard" }>; folder: string }> | null = null;
  const start = async () => {
    const folder = await createEnvironmentFolder();
    try {
      const process = await startServerProcess({ server: "gate-guard", folder, leaseMs: LEASE_MS });
      process.tell(JSON.stringify(openings satisfies GuardOpenings));
      return { process, folder };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  };
  const tell = (word: GuardWord) => guard?.then(({ process }) => process.tell(word));
  return {
    async closed() {
      guard ??= start();
      guard.catch(() => {
        guard = null; // The next hold tries again.
      });
      await tell("closed");
    },
    opened: () => void tell("opened"),
    async end() {
      const started = await guard?.catch(() => null);
      if (started == null) return;
      await started.process.stop();
      await rm(started.folder, { recursive: true, force: true });
    },
  };
}
