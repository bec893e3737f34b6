export type { ConnectOptions, EmbeddedOptions, RunningGateway, StandaloneOptions } from "@wa-routing/environments";
export {
  connectGateway,
  endLeftBehind,
  endLeftClusters,
  kubeconfigOf,
  orAborted,
  startEmbedded,
  startKind,
  startStandalone,
} from "@wa-routing/environments";
export { catalogue, defineScenario, findScenario, parseScenarioFile } from "@wa-routing/scenarios";
export { errorText } from "./error-text.ts";
export { EXIT_CODES, exitCodeOf, exitCodeOfError } from "./exit-code.ts";
export type { DispatchOrderOptions } from "./expect-dispatch-order.ts";
export { expectDispatchOrder } from "./expect-dispatch-order.ts";
export type { JudgedRun } from "./folder/analyze-run-folder.ts";
export { analyzeRunFolder } from "./folder/analyze-run-folder.ts";
export { isEvidenceFile } from "./folder/evidence-files.ts";
export { ORDERING_FILES, RUN_FILES } from "./folder/run-files.ts";
export { writeReports } from "./folder/write-reports.ts";
export { writeTrace } from "./folder/write-trace.ts";
export type { EnvironmentKind } from "./gateway/environment-kind.ts";
export { anyOf, ENVIRONMENT_KINDS } from "./gateway/environment-kind.ts";
export { EPP_FLAVOURS, EPP_ORDERINGS } from "./gateway/epp-names.ts";
export { chooseGateway } from "./gateway/gateway-choice.ts";
export type { GatewayOption } from "./gateway/gateway-option.ts";
export type { GatewayChoice, GatewayOptionName } from "./gateway/gateway-options.ts";
export { flagOf, gatewayOptionRows, gatewayOptions } from "./gateway/gateway-options.ts";
export { optionHelp } from "./gateway/option-help.ts";
export type { OptionValue } from "./gateway/option-value.ts";
export type { OrderedGateway, OrderingChoice } from "./gateway/ordering-choice.ts";
export { chooseOrderings } from "./gateway/ordering-choice.ts";
export { readGatewayChoice, readOption } from "./gateway/read-gateway-choice.ts";
export type { Ending } from "./interruption/interruptible.ts";
export { interruptible } from "./interruption/interruptible.ts";
export { catchUncaught } from "./interruption/last-resort.ts";
export { analyzeFolder } from "./run/analyze-folder.ts";
export { compareRunFolders } from "./run/compare-run-folders.ts";
export type { Progress } from "./run/progress.ts";
export type { GatewaysOptions, GatewaysResult } from "./run/run-gateways.ts";
export { runGateways } from "./run/run-gateways.ts";
export type { OrderingsOptions, OrderingsResult } from "./run/run-orderings.ts";
export { reportOrderings, runOrderings } from "./run/run-orderings.ts";
export type { RunOptions, RunResult } from "./run/run-scenarios.ts";
export { runScenarios } from "./run/run-scenarios.ts";
export { readScenario, readScenarios, withTrials } from "./scenario-source.ts";
