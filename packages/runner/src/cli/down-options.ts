import type { Command } from "commander";

/** `wa-routing down` and its options. */
export function addDown(program: Command): Command {
  return program
    .command("down")
    .description("ends the gateway that up has left running, and says what it did")
    .option("--json", "as JSON");
}
