import { dispatchOrder } from "./dispatch-order-check.ts";
import { criticalityOrder, defaultWorkload, noErrors, ratePenalty, waitBoost } from "./functional-checks.ts";
import { logPoints, registryAccurate, scoresMatch } from "./observability-checks.ts";
import { overheadCheck } from "./overhead-check.ts";
import { allComplete, noTimeouts } from "./performance-checks.ts";
import type { SuccessCheck } from "./success-check.ts";

/** The twelve success metrics, in the order in which they are printed. */
export const successChecks: readonly SuccessCheck[] = [
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
];
