import { readFileSync } from "node:fs";
import type { RunningGateway } from "@wa-routing/environments";
import { type Plan, WaRoutingError } from "@wa-routing/protocol";

/** Files that each process has open beside its connections: programs, logs, the run folder, spare ones. */
const OTHER_FILES = 32;

/**
 * Refuses a run whose requests need more connections than a process may have open: they would be lost on this machine, and a router that
 * we start would fail by our limit.
 *
 * @param limit Null: unknown.
 * @throws WaRoutingError `OPEN_FILES_TOO_FEW`
 */
export function failIfTooFewFiles(
  { prepare, trials, scenario }: Plan,
  { description: { environment } }: Pick<RunningGateway, "description">,
  limit: number | null = openFileLimit(),
): void {
  const steps = [prepare, ...trials.map((trial) => trial.steps)].flat();
  const queued = Math.max(0, ...steps.map((step) => (step.step === "barrier" ? step.queued : 0)));
  // A router has a connection to each client, and one to a model server for it.
  const needed = OTHER_FILES + queued * (environment === "existing" ? 1 : 2);
  if (limit === null || limit >= needed) return;
  throw new WaRoutingError(
    `a process may have ${limit} files open here, and ${queued} requests that wait together (${scenario.name}) need ${needed}`,
    {
      code: "OPEN_FILES_TOO_FEW",
      value: limit,
      expected: `a limit of at least ${needed}`,
      remedy: `raise it (ulimit -n ${needed}), or let fewer requests wait together`,
    },
  );
}

/** How many files a process may have open; null where the system does not tell. */
function openFileLimit(): number | null {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null; // Not on Linux.
  }
}
