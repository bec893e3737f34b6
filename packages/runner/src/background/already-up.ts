import { type LastingGateway, WaRoutingError } from "@wa-routing/protocol";

/** The error of a second `wa-routing up`: it names the one that there is. */
export function alreadyUp(gateway: LastingGateway | null): WaRoutingError {
  const which = gateway === null ? "another gateway" : `the ${gateway.environment} gateway`;
  const where = gateway?.phase === "running" ? `, at ${gateway.addresses.gatewayUrl}` : "";
  const whose = gateway === null ? "" : ` (pid ${gateway.supervisor.pid})`;
  return new WaRoutingError(`${which} is up already${where}${whose}`, {
    code: "ALREADY_UP",
    expected: "one at a time",
    value: gateway?.supervisor.pid,
    remedy: "wa-routing down ends it",
  });
}
