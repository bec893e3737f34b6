import { Argument, type Command } from "commander";
import type { LastingChoice } from "../background/lasting-choice.ts";
import { wholeNumber } from "./option-values.ts";
import { addStartedGateway } from "./run-program.ts";

/** Options of `up`, beside the gateway's. */
export type UpCommandOptions = Omit<LastingChoice, "environment"> & { readonly json?: boolean };

/** `wa-routing up` and `wa-routing down`. */
export function addUpDown(program: Command): void {
  const up = program
    .command("up")
    .description("starts a gateway and leaves it running; prints its addresses, and the command that judges it")
    .addArgument(new Argument("<environment>", "which gateway").choices(["embedded", "standalone"]))
    .option("--seed <n>", "of the gateway's random choices; default 1", wholeNumber)
    .option("--json", "as JSON");
  addStartedGateway(up, "one").action(async (environment: LastingChoice["environment"], options: UpCommandOptions) =>
    (await import("./up-command.ts")).upCommand(environment, options),
  );
  program
    .command("down")
    .description("ends the gateway that up has left running, and says what it did")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }) => (await import("./down-command.ts")).downCommand(options));
  program
    .command("supervise", { hidden: true })
    .argument("<choice>")
    .action(async (choice: string) => (await import("../background/supervise.ts")).supervise(JSON.parse(choice)));
}
