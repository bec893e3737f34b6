import type { GatewayOption } from "./gateway-option.ts";

/** The help of an option in one line, with the values that can be chosen from. */
export function optionHelp({ help, value }: GatewayOption): string {
  return value.kind === "choice" ? `${help} (${value.of.join(", ")})` : help;
}
