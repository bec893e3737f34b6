import type { GatewayDescription } from "@wa-routing/protocol";
import type { ChosenGateway } from "./gateway-choice.ts";

/** What is known of a gateway that a program starts by itself, before it has. */
export const UNKNOWN_GATEWAY: GatewayDescription = {
  environment: "existing",
  notStarted: true,
  gatewayUrl: null,
  modelServers: [],
  model: "",
  gate: "none",
  witnesses: { routerLog: false, arrivals: false, routerMetrics: false },
  sharedClock: false,
  router: {},
};

/** What is known of a chosen gateway before it has started. */
export function askedGateway({ environment, options }: ChosenGateway): GatewayDescription {
  if (environment !== "existing") {
    const { ordering } = options;
    return { ...UNKNOWN_GATEWAY, environment, router: ordering === undefined ? {} : { ordering } };
  }
  const { gatewayUrl = null, modelServerUrls = [], model = "", router = {} } = options;
  return { ...UNKNOWN_GATEWAY, gatewayUrl, modelServers: [...modelServerUrls], model, router: { ...router } };
}
