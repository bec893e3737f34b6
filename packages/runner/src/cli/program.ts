import { Command, Option } from "commander";
import type { GatewayChoice } from "../gateway-choice.ts";
import { toolVersion } from "../tool-version.ts";
import { list, nonNegative, positive, wholeNumber } from "./option-value.ts";

/** Options that every command that judges has. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Options of `run`, as written on the command line. */
export interface RunCommandOptions extends OutputOptions, GatewayChoice {
  readonly scenario: string;
  readonly trials?: number;
  readonly runDir?: string;
  readonly output?: string;
  readonly require?: string;
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
  program
    .command("doctor")
    .description("says what this machine can run, and what is missing")
    .option("--json", "as JSON")
    .action(async (options: OutputOptions) => (await import("./doctor-command.ts")).doctorCommand(options));
  program
    .command("schema")
    .description("prints a JSON Schema of a file that wa-routing reads or writes; without a name, lists them")
    .argument("[name]", "scenario, plan, checklist, …")
    .action(async (name: string | undefined) => (await import("./schema-command.ts")).schemaCommand(name));
  return program;
}

function addRun(program: Command): void {
  program
    .command("run")
    .description("runs scenarios against a gateway and judges what it does")
    .addOption(
      new Option(
        "--environment <kind>",
        "where the gateway comes from; default: existing with --envoy-url, else embedded",
      ).choices(["embedded", "existing"]),
    )
    .option("--scenario <which>", "all, names with commas between, or a YAML or JSON file", "all")
    .option("--seed <n>", "permutes arms and draws arrivals; default: a fresh one", wholeNumber)
    .option("--trials <n>", "trials per arm, in place of the scenario's own number", positive)
    .option("--run-dir <dir>", "folder of the evidence; default: runs/ and the time")
    .option("--output <file>", "also write the checklist there, as JSON")
    .option("--require <ids>", "checks that must pass, with commas between; default: what the run can show")
    .optionsGroup("An existing gateway:")
    .option("--envoy-url <url>", "where requests are sent")
    .option("--model-server-url <urls>", "model servers behind it, with commas between", list)
    .option("--model-server-admin-url <urls>", "admin addresses of our model servers or of llm-d-inference-sim", list)
    .option("--router-metrics-url <url>", "the router's own /metrics")
    .option("--router-metrics-token <token>", "bearer token for it")
    .option("--router-log <source>", 'the router\'s log: a file, - for standard input, or command:"kubectl logs -f …"')
    .addOption(
      new Option("--gate <driver>", "how the queue is held").choices(["model-server", "sim-admin", "blockers", "none"]),
    )
    .option("--model <name>", "model to ask for; default: the first that is listed")
    .option("--namespace <name>", "recorded with the run")
    .optionsGroup("The embedded gateway:")
    .addOption(new Option("--policy <policy>", "how it orders").choices(["workload-aware", "fcfs"]))
    .option("--fault <names>", "planted faults, with commas between", list)
    .option("--model-servers <n>", "how many", positive)
    .option("--log-verbosity <v>", "2 to 5, as the router's -v", wholeNumber)
    .optionsGroup("Output:")
    .option("--json", "print the checklist as JSON")
    .option("--quiet", "print the verdict only")
    .action(async (options: RunCommandOptions) => (await import("./run-command.ts")).runCommand(options));
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
    .argument("<dir>", "the run folder")
    .option("--json", "print the checklist as JSON")
    .option("--quiet", "print the verdict only")
    .action(async (dir: string, options: OutputOptions) =>
      (await import("./offline-commands.ts")).analyzeCommand(dir, options),
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

function addServe(program: Command): void {
  const serve = program.command("serve").description("runs one of our servers; prints one JSON line when it is ready");
  serve
    .command("model-server")
    .description("a fake vLLM with a gate")
    .option("--port <p>", "0: any free port", wholeNumber, 0)
    .option("--admin-port <p>", "0: any free port", wholeNumber, 0)
    .option("--host <address>", "of the port; the admin port is on loopback", "127.0.0.1")
    .option("--admin-host <address>", "of the admin port", "127.0.0.1")
    .option("--name <name>", "in its arrival records", "model-server-0")
    .option("--models <names>", "with commas between", list)
    .option("--slots <n>", "requests at a time; 0: no limit", wholeNumber, 0)
    .option("--ttft-ms <t>", "time to first token", nonNegative, 5)
    .option("--itl-ms <t>", "time from token to token", nonNegative, 0)
    .option("--seed <n>", "of its answers", wholeNumber, 1)
    .action(async (options: ModelServerCommandOptions) =>
      (await import("./serve-commands.ts")).serveModelServer(options),
    );
  serve
    .command("simulator")
    .description("a workload-aware gateway")
    .requiredOption("--model-server-url <urls>", "with commas between", list)
    .option("--port <p>", "0: any free port", wholeNumber, 0)
    .option("--metrics-port <p>", "0: any free port", wholeNumber, 0)
    .option("--log <file>", "the router's log is appended to it")
    .addOption(
      new Option("--policy <policy>", "how it orders").choices(["workload-aware", "fcfs"]).default("workload-aware"),
    )
    .option("--fault <names>", "planted faults, with commas between", list)
    .option("--log-verbosity <v>", "2 to 5, as the router's -v", wholeNumber, 2)
    .option("--seed <n>", "of its random choices", wholeNumber, 1)
    .action(async (options: SimulatorCommandOptions) => (await import("./serve-commands.ts")).serveSimulator(options));
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

/** Options of `serve model-server`. */
export interface ModelServerCommandOptions {
  readonly port: number;
  readonly adminPort: number;
  readonly host: string;
  readonly adminHost: string;
  readonly name: string;
  readonly models?: readonly string[];
  readonly slots: number;
  readonly ttftMs: number;
  readonly itlMs: number;
  readonly seed: number;
}

/** Options of `serve simulator`. */
export interface SimulatorCommandOptions {
  readonly modelServerUrl: readonly string[];
  readonly port: number;
  readonly metricsPort: number;
  readonly log?: string;
  readonly policy: "workload-aware" | "fcfs";
  readonly fault?: readonly string[];
  readonly logVerbosity: number;
  readonly seed: number;
}
