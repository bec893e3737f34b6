import { endLeftBehind, endProcess, isGone, presenceOf, processesOf } from "@wa-routing/environments";
import { type LastingGateway, type ProcessRecord, WaRoutingError } from "@wa-routing/protocol";
import { LastingGatewayFile } from "./lasting-gateway-file.ts";

// It may be starting, and is ended once it has.
const SUPERVISOR_MS = 35_000;
const GONE_MS = 5000;

/** What `wa-routing down` found and ended. */
export interface EndedGateway {
  readonly gateway: LastingGateway;
  /** How it was found: it ran, it had broken, or its supervisor had been killed. */
  readonly found: "running" | "broken" | "killed";
  /** The processes that were ended now. */
  readonly processes: readonly Pick<ProcessRecord, "name" | "identity">[];
}

/**
 * Ends the gateway that `wa-routing up` has left running, and waits until all of its processes and its folder are gone; null if
 * there is none. Only what is provably ours is ended.
 *
 * @throws WaRoutingError `PROCESS_LEFT` when something would not end.
 */
export async function endLastingGateway(): Promise<EndedGateway | null> {
  const file = new LastingGatewayFile();
  const gateway = file.read();
  if (gateway === null) {
    await endLeftBehind();
    return null;
  }
  const { supervisor, phase } = gateway;
  const processes = processesOf(supervisor).filter(({ identity }) => presenceOf(identity) === "running");
  const outcome = await endProcess(supervisor, SUPERVISOR_MS);
  // What the supervisor could not end itself.
  await endLeftBehind(() => undefined);
  const gone = await Promise.all(processes.map(({ identity }) => isGone(identity, GONE_MS)));
  const left = processes.filter((_, index) => !gone[index]);
  if (outcome === "left" && presenceOf(supervisor) === "running") {
    left.push({ role: "owner", name: "the supervisor", identity: supervisor });
  }
  if (left.length > 0) {
    const names = left.map(({ name, identity }) => `${name} (pid ${identity.pid})`).join(", ");
    throw new WaRoutingError(`${names} would not end`, { code: "PROCESS_LEFT", expected: "every process to end" });
  }
  file.remove(gateway);
  const found = phase === "broken" ? "broken" : outcome === "ended" ? "running" : "killed";
  return { gateway, found, processes };
}
