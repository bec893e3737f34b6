import { endLeftBehind, presenceOf } from "@wa-routing/environments";
import type { LastingGateway, ProcessRecord } from "@wa-routing/protocol";
import { endSupervisor } from "./end-supervisor.ts";
import { LastingGatewayFile } from "./lasting-gateway-file.ts";

/** What `wa-routing down` found and ended. */
export interface EndedGateway {
  readonly gateway: LastingGateway;
  /** How it was found: it ran, it had broken, or its supervisor had been killed. */
  readonly found: "running" | "broken" | "killed";
  /** The processes that were ended now. */
  readonly processes: readonly ProcessRecord[];
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
  const ran = presenceOf(supervisor) === "running";
  // One of another boot or container does not run here.
  const processes = presenceOf(supervisor) === "unknown" ? [] : await endSupervisor(supervisor);
  file.remove(gateway);
  return { gateway, found: phase === "broken" ? "broken" : ran ? "running" : "killed", processes };
}
