import type { Command } from "commander";

/** `wa-routing supervise`: the process that `up` leaves behind. Not for people. */
export function addSupervise(program: Command): Command {
  return program.command("supervise", { hidden: true }).argument("<choice>");
}
