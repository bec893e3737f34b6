import { Argument, type Command } from "commander";
import type { LastingChoice } from "../background/lasting-choice.ts";
import { addGatewayOptions } from "./gateway-command-options.ts";
import { wholeNumber } from "./option-values.ts";
import type { JsonOption } from "./output-options.ts";

const STARTED = ["embedded", "standalone", "kind"] as const satisfies readonly LastingChoice["environment"][];

/** Options of `up`. */
export type UpCommandOptions = Omit<LastingChoice, "environment"> & JsonOption;

/** `wa-routing up` and its options. */
export function addUp(program: Command): Command {
  const up = program
    .command("up")
    .description("starts a gateway and leaves it running; prints its addresses, and the command that judges it")
    .addArgument(new Argument("<environment>", "which gateway").choices(STARTED))
    .option("--seed <n>", "of the gateway's random choices; default 1", wholeNumber)
    .option("--json", "as JSON");
  addGatewayOptions(up, STARTED, "one");
  return up;
}
