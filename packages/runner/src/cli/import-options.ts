import type { Command } from "commander";

/** Options of `import`. */
export interface ImportCommandOptions {
  readonly runDir: string;
}

/** `wa-routing import` and its options. */
export function addImport(program: Command): Command {
  return program
    .command("import")
    .description("makes a run folder out of a table of completions, for analyze to judge")
    .argument(
      "<file>",
      "CSV with the columns id,workload_id,criticality,sent_ms,completed_ms,status; - for standard input",
    )
    .requiredOption("--run-dir <dir>", "the folder to make");
}
