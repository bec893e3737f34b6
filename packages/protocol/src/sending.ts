// What sending a request and reading options take, and no schema: a door of its own, since zod would be half of what a program bundles.
export type { OptionNames } from "./check-names.ts";
export { checkNames } from "./check-names.ts";
export { REUSED_CONNECTION_CLOSED } from "./connection-code.ts";
export { CORRELATION_HEADER, isSecretHeader, OBJECTIVE_HEADER, RESERVED_HEADERS } from "./header-names.ts";
export { WaRoutingError } from "./wa-routing-error.ts";
export { WORKLOAD_CONTEXT_HEADER } from "./workload-context.ts";
export { writeWorkloadContext } from "./write-workload-context.ts";
