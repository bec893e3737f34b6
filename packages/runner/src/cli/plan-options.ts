import type { Command } from "commander";
import { positive, wholeNumber } from "./option-values.ts";

/** Options of `plan`. */
export interface PlanCommandOptions {
  readonly seed?: number;
  readonly trials?: number;
}

/** `wa-routing plan` and its options. */
export function addPlan(program: Command): Command {
  return program
    .command("plan")
    .description("prints what would be sent, and when, as JSON")
    .argument("<scenario>", "a name, a file, or - for standard input")
    .option("--seed <n>", "default 1", wholeNumber)
    .option("--trials <n>", "trials per arm", positive);
}
