import type { Command } from "commander";
import type { JsonOption } from "./output-options.ts";

/** Options of `down`. */
export interface DownCommandOptions extends JsonOption {
  readonly namespace?: string;
  readonly context?: string;
}

/** `wa-routing down` and its options. */
export function addDown(program: Command): Command {
  return program
    .command("down")
    .description("ends the gateway that up has left running, or puts back a namespace, and says what it did")
    .option("--namespace <name>", "puts back what a run with --adapt has changed there and could not put back")
    .option("--context <name>", "with --namespace: the cluster; default: kubectl's current one")
    .option("--json", "as JSON");
}
