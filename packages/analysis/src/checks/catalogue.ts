import { allComplete } from "./all-complete-check.ts";
import { boundedCheck } from "./bounded-check.ts";
import { defaultWorkload } from "./default-workload-check.ts";
import { dispatchOrder } from "./dispatch-order-check.ts";
import { logPoints } from "./log-points-check.ts";
import { noErrors } from "./no-errors-check.ts";
import { noTimeouts } from "./no-timeouts-check.ts";
import { criticalityOrder, ratePenalty, waitBoost } from "./order-claim-checks.ts";
import { overheadCheck } from "./overhead-check.ts";
import { registryAccurate } from "./registry-accurate-check.ts";
import { scoresMatch } from "./scores-match-check.ts";
import type { SuccessCheck } from "./success-check.ts";

/** The twelve success metrics, in the order in which they are printed. */
export const successChecks: readonly SuccessCheck[] = (
  [
    criticalityOrder,
    waitBoost,
    ratePenalty,
    defaultWorkload,
    noErrors,
    overheadCheck,
    allComplete,
    noTimeouts,
    logPoints,
    scoresMatch,
    dispatchOrder,
    registryAccurate,
  ] as const
).map(boundedCheck);
