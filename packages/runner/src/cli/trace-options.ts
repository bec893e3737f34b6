import type { Command } from "commander";

/** `wa-routing trace` and its options. */
export function addTrace(program: Command): Command {
  return program
    .command("trace")
    .description("prints what every witness saw of one request, or what a router's log alone says of it")
    .argument("<dir>", "the run folder, or a router's log; - is standard input")
    .argument("<request>", "the client's id, or the router's")
    .option("--json", "as JSON");
}
