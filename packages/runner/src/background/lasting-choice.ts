import type { LastingGateway } from "@wa-routing/protocol";
import type { GatewayChoice } from "../gateway/gateway-options.ts";

/** A gateway that `wa-routing up` can leave running. */
export interface LastingChoice extends GatewayChoice {
  readonly environment: LastingGateway["environment"];
}
