import { z } from "zod";
import { DEFAULT_SCORE_PARAMETERS } from "./priority-score.ts";
import { EMA_ALPHA, RATE_WINDOW_MS } from "./registry-parameters.ts";

/** What a workload-aware router computes with: the score's weights and caps, and the registry's constants. */
export const routerParametersSchema = z
  .strictObject({
    waitWeight: z.number().min(0),
    criticalityWeight: z.number().min(0),
    rateWeight: z.number().min(0),
    maxWaitSeconds: z.number().positive(),
    maxRatePerSecond: z.number().positive(),
    emaAlpha: z.number().gt(0).max(1).describe("Share of each new wait in the average wait."),
    rateWindowSeconds: z.number().positive().describe("Length of the tumbling window over which requests are counted."),
  })
  .refine(({ waitWeight, criticalityWeight, rateWeight }) => waitWeight + criticalityWeight + rateWeight > 0, {
    error: "all weights are 0, expected at least one above 0",
  });

export type RouterParameters = z.output<typeof routerParametersSchema>;
export type RouterParameter = keyof RouterParameters;

/** Those of the workload-aware fork. */
export const DEFAULT_ROUTER_PARAMETERS: RouterParameters = {
  ...DEFAULT_SCORE_PARAMETERS,
  emaAlpha: EMA_ALPHA,
  rateWindowSeconds: RATE_WINDOW_MS / 1000,
};

export const ROUTER_PARAMETERS = Object.keys(DEFAULT_ROUTER_PARAMETERS) as readonly RouterParameter[];

/** What a command line calls a parameter: `wait-weight` for `waitWeight`. */
export function parameterOption(name: RouterParameter): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Parameters as `--score` takes them: `wait-weight=0.2,criticality-weight=0.6`. */
export function writeParameters(parameters: Partial<RouterParameters>): string {
  return ROUTER_PARAMETERS.flatMap((name) =>
    parameters[name] === undefined ? [] : [`${parameterOption(name)}=${parameters[name]}`],
  ).join(",");
}

/** Those that are not the defaults. */
export function changedParameters(parameters: RouterParameters): Partial<RouterParameters> {
  const changed = ROUTER_PARAMETERS.filter((name) => parameters[name] !== DEFAULT_ROUTER_PARAMETERS[name]);
  return Object.fromEntries(changed.map((name) => [name, parameters[name]]));
}
