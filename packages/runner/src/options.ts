// What options ask for, read and checked: a door of its own, since what carries it out takes long to load.

export { isSecretHeader } from "@wa-routing/protocol";
export { errorText } from "./error-text.ts";
export { EXIT_CODES, exitCodeOf, exitCodeOfError } from "./exit-code.ts";
export { toolVersion } from "./folder/tool-version.ts";
export { anyOf, ENVIRONMENT_KINDS } from "./gateway/environment-kind.ts";
export type { GatewayOption } from "./gateway/gateway-option.ts";
export type { GatewayOptionName } from "./gateway/gateway-options.ts";
export { flagOf, gatewayOptionRows, gatewayOptions } from "./gateway/gateway-options.ts";
export { optionHelp } from "./gateway/option-help.ts";
export type { OptionValue } from "./gateway/option-value.ts";
export type { OrderedGateway } from "./gateway/ordering-choice.ts";
export { chooseOrderings } from "./gateway/ordering-choice.ts";
export { readGatewayChoice, readOption } from "./gateway/read-gateway-choice.ts";
export { interruptible, SIGNAL_CODES } from "./interruption/interruptible.ts";
export { Interruption } from "./interruption/interruption.ts";
export { catchUncaught, wrongText } from "./interruption/last-resort.ts";
export { readScenarios, withTrials } from "./scenario-source.ts";
