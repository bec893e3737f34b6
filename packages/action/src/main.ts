import { endOnEarlySignals } from "./early-signals.ts";

const settled = endOnEarlySignals();
const { carryOutAction } = await import("./carry-out-action.ts");
await carryOutAction(settled);
// What the artifact client or a broken connection has left must not keep the step waiting.
process.exit();
