import type { Command } from "commander";
import { ENVIRONMENT_KINDS } from "../gateway/environment-kind.ts";
import type { OrderingChoice } from "../gateway/ordering-choice.ts";
import { addGatewayOptions, gatewayOption } from "./gateway-command-options.ts";
import { positive, wholeNumber } from "./option-values.ts";
import { addOutputOptions, addVerbose, type OutputOptions, type VerboseOption } from "./output-options.ts";

/** Options of `run`. */
export interface RunCommandOptions extends OutputOptions, VerboseOption, OrderingChoice {
  readonly scenario: string;
  readonly trials?: number;
  readonly runDir?: string;
  readonly output?: string;
  readonly require?: string;
}

/** `wa-routing run` and its options. */
export function addRun(program: Command): Command {
  const run = program.command("run").description("runs scenarios against a gateway and judges what it does");
  for (const option of gatewayOption("environment")) run.addOption(option);
  run
    .option("--scenario <which>", "all, names with commas between, or a YAML or JSON file", "all")
    .option("--seed <n>", "permutes arms and draws arrivals; default: a fresh one", wholeNumber)
    .option("--trials <n>", "trials per arm, in place of the scenario's own number", positive)
    .option("--run-dir <dir>", "folder of the evidence; default: runs/ and the time")
    .option("--output <file>", "also write there what --json prints")
    .option("--require <ids>", "checks that must pass, with commas between; default: what the run can show");
  addGatewayOptions(run, ENVIRONMENT_KINDS, "several");
  run.optionsGroup("Output:");
  return addVerbose(addOutputOptions(run, "the checklist (of several orderings: the comparison)")).addHelpText(
    "after",
    `
Without --environment, an option that belongs to one environment means it. An
option that would do nothing in the environment is refused. - as --scenario or
--router-log is standard input.

Several orderings run one after the other with the same seed, each into a
folder of its own, DIR/ORDERING. A table says which policies explain each run
and which it refutes. The scenario slo-deadline is part of all only where the
ordering of its name is asked for. Exit codes then: 0 each ordering is explained
by its own policy and refutes those of the others, 1 one is refuted by its own
run, 3 undecided, 4 environment.

A log at -v 4 or 5 delays requests after the router has dispatched them.
Scenarios that claim an order are therefore run twice: DIR/quiet, at -v 2, has
to show it at the model servers, and DIR/verbose in the log.`,
  );
}
