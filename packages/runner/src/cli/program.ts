import { Command, Option } from "commander";
import { toolVersion } from "../folder/tool-version.ts";
import { list, positive, wholeNumber } from "./option-values.ts";
import type { OutputOptions } from "./output-options.ts";
import { addRun } from "./run-program.ts";
import { addServe } from "./serve-program.ts";
import { addUpDown } from "./up-program.ts";

/** Options of `doctor`. */
export interface DoctorOptions extends OutputOptions {
  readonly install?: "envoy";
  readonly yes?: boolean;
}

/** Options of `analyze`. */
export interface AnalyzeOptions extends OutputOptions {
  readonly quietPass?: string;
  readonly verbosePass?: string;
}

// Each command's code is loaded when it is used, so that --help is quick.
/** The command line. Errors are thrown, not printed: the caller chooses the exit code. */
export function createProgram(): Command {
  const program = new Command("wa-routing")
    .description("Proves whether an inference gateway routes by workload: pass, fail or inconclusive, with evidence.")
    .version(toolVersion())
    .exitOverride()
    .showHelpAfterError("(wa-routing --help shows what there is)")
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "after",
      "\nExit codes: 0 all required checks pass · 1 one fails · 2 wrong usage or input · 3 inconclusive · 4 environment",
    );
  addRun(program);
  addPlan(program);
  addOffline(program);
  addScenarios(program);
  addServe(program);
  addSelftest(program);
  addUpDown(program);
  program
    .command("doctor")
    .description("says what this machine can run, and what is missing")
    .option("--json", "as JSON")
    .addOption(new Option("--install <what>", "installs it in a private folder, after asking").choices(["envoy"]))
    .option("--yes", "installs without asking")
    .action(async (options: DoctorOptions) => {
      if (options.install === undefined) await (await import("./doctor-command.ts")).doctorCommand(options);
      else await (await import("./install-command.ts")).installCommand(options);
    });
  program
    .command("schema")
    .description("prints a JSON Schema of a file that wa-routing reads or writes; without a name, lists them")
    .argument("[name]", "scenario, plan, checklist, …")
    .action(async (name: string | undefined) => (await import("./schema-command.ts")).schemaCommand(name));
  return program;
}

function addPlan(program: Command): void {
  program
    .command("plan")
    .description("prints what would be sent, and when, as JSON")
    .argument("<scenario>", "a name, a file, or - for standard input")
    .option("--seed <n>", "default 1", wholeNumber)
    .option("--trials <n>", "trials per arm", positive)
    .action(async (which: string, options: { seed?: number; trials?: number }) =>
      (await import("./plan-command.ts")).planCommand(which, options),
    );
}

function addOffline(program: Command): void {
  program
    .command("analyze")
    .description("analyses and judges a run folder again; needs no gateway")
    .argument("[dir]", "the run folder, or that of several orderings")
    .option("--quiet-pass <dir>", "in place of it: a run with the router at -v 2…")
    .option("--verbose-pass <dir>", "…and one of the same scenarios at -v 4 or 5, judged together")
    .option("--json", "print the checklist as JSON")
    .option("--quiet", "print the verdict only")
    .action(async (dir: string | undefined, options: AnalyzeOptions) =>
      (await import("./offline-commands.ts")).analyzeCommand(dir, options),
    );
  program
    .command("import")
    .description("makes a run folder out of a table of completions, for analyze to judge")
    .argument(
      "<file>",
      "CSV with the columns id,workload_id,criticality,sent_ms,completed_ms,status; - for standard input",
    )
    .requiredOption("--run-dir <dir>", "the folder to make")
    .action(async (file: string, options: { runDir: string }) =>
      (await import("./import-command.ts")).importCommand(file, options),
    );
  program
    .command("report")
    .description("writes the reports of a run folder again, and prints one")
    .argument("<dir>", "the run folder")
    .addOption(
      new Option("--format <format>", "what is printed").choices(["text", "markdown", "json", "junit"]).default("text"),
    )
    .action(async (dir: string, options: { format: string }) =>
      (await import("./offline-commands.ts")).reportCommand(dir, options),
    );
  program
    .command("trace")
    .description("prints what every witness saw of one request")
    .argument("<dir>", "the run folder")
    .argument("<request>", "the client's id, or the router's")
    .option("--json", "as JSON")
    .action(async (dir: string, id: string, options: OutputOptions) =>
      (await import("./trace-command.ts")).traceCommand(dir, id, options),
    );
}

function addScenarios(program: Command): void {
  const scenarios = program.command("scenarios").description("the scenarios that come with wa-routing, and your own");
  scenarios
    .command("list")
    .description("lists the catalogue")
    .option("--json", "as JSON")
    .action(async (options: OutputOptions) => (await import("./scenarios-commands.ts")).listCommand(options));
  scenarios
    .command("show")
    .description("prints one as YAML, to begin your own from")
    .argument("<name>", "its name")
    .option("--json", "as JSON")
    .action(async (name: string, options: OutputOptions) =>
      (await import("./scenarios-commands.ts")).showCommand(name, options),
    );
  scenarios
    .command("validate")
    .description("checks scenario files")
    .argument("<files...>", "YAML or JSON; - for standard input")
    .action(async (files: string[]) => (await import("./scenarios-commands.ts")).validateCommand(files));
}

function addSelftest(program: Command): void {
  program
    .command("selftest")
    .description("plants every fault in our own gateway, and shows that its own check catches it")
    .option("--quick", "one repeat of the healthy gateway, and nothing that takes long")
    .option("--fault <names>", "these faults only, with commas between", list)
    .option("--repeats <n>", "of the healthy gateway; default: 20, with --quick 1", positive)
    .option("--jobs <n>", "gateways side by side; default: one more than there are CPUs, 6 at most", positive)
    .option("--seed <n>", "permutes arms and draws arrivals; default: a fresh one", wholeNumber)
    .option("--run-dir <dir>", "keeps the evidence there; default: it is removed unless something goes wrong")
    .option("--json", "print the outcome as JSON")
    .option("--quiet", "print the verdict only")
    .action(async (options: SelftestCommandOptions) =>
      (await import("./selftest-command.ts")).selftestCommand(options),
    );
}

/** Options of `selftest`. */
export interface SelftestCommandOptions extends OutputOptions {
  readonly quick?: boolean;
  readonly fault?: readonly string[];
  readonly repeats?: number;
  readonly jobs?: number;
  readonly seed?: number;
  readonly runDir?: string;
}
