import { z } from "zod";
import { DEFAULT_SCORE_PARAMETERS } from "./priority-score.ts";
import { EMA_ALPHA, RATE_WINDOW_MS } from "./registry-parameters.ts";

/** What a workload-aware router computes with: the score's weights and caps, and the registry's constants. */
export const routerParametersSchema = z.strictObject({
  waitWeight: z.number().min(0),
  criticalityWeight: z.number().min(0),
  rateWeight: z.number().min(0),
  maxWaitSeconds: z.number().positive(),
  maxRatePerSecond: z.number().positive(),
  emaAlpha: z.number().gt(0).max(1).describe("Share of each new wait in the average wait."),
  rateWindowSeconds: z.number().positive().describe("Length of the tumbling window over which requests are counted."),
});

export type RouterParameters = z.output<typeof routerParametersSchema>;

/** Those of the workload-aware fork. */
export const DEFAULT_ROUTER_PARAMETERS: RouterParameters = {
  ...DEFAULT_SCORE_PARAMETERS,
  emaAlpha: EMA_ALPHA,
  rateWindowSeconds: RATE_WINDOW_MS / 1000,
};
