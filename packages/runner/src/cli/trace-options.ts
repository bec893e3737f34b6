import type { Command } from "commander";

/** `wa-routing trace` and its options. */
export function addTrace(program: Command): Command {
  return program
    .command("trace")
    .description("prints what every witness saw of one request")
    .argument("<dir>", "the run folder")
    .argument("<request>", "the client's id, or the router's")
    .option("--json", "as JSON");
}
