import { endLeftBehind, endProcess, isGone, presenceOf, processesOf } from "@wa-routing/environments";
import { type ProcessIdentity, type ProcessRecord, WaRoutingError } from "@wa-routing/protocol";

const SUPERVISOR_MS = 15_000;
const GONE_MS = 5000;

/**
 * Ends the process that owns a gateway, if it still runs, and waits until all that it owns is gone.
 *
 * @returns The processes that it owned and that ran.
 * @throws WaRoutingError `PROCESS_LEFT` when something would not end.
 */
export async function endSupervisor(supervisor: ProcessIdentity): Promise<ProcessRecord[]> {
  const processes = processesOf(supervisor).filter(({ identity }) => presenceOf(identity) !== "gone");
  await endProcess(supervisor, SUPERVISOR_MS);
  // What it could not end itself.
  await endLeftBehind(() => undefined);
  const all: ProcessRecord[] = [{ role: "owner", name: "the supervisor", identity: supervisor }, ...processes];
  const gone = await Promise.all(all.map(({ identity }) => isGone(identity, GONE_MS)));
  const left = all.filter((_, index) => !gone[index]);
  if (left.length === 0) return processes;
  throw new WaRoutingError(
    `${left.map(({ name, identity }) => `${name} (pid ${identity.pid})`).join(", ")} would not end`,
    { code: "PROCESS_LEFT", expected: "every process to end" },
  );
}
