import type { LogFormat, QueueDiscipline } from "@wa-routing/simulator";
import { type Command, Option } from "commander";
import { gatewayOptions } from "../gateway/gateway-options.ts";
import { withAlias } from "./alias-option.ts";
import { list, nonNegative, port, positive, reader, wholeNumber } from "./option-values.ts";

const logVerbosity = reader<number>(gatewayOptions["log-verbosity"].value);
const ORDERINGS = ["workload-aware", "fcfs"] as const;
const DISCIPLINES: readonly QueueDiscipline[] = ["lazy-max-min-heap", "lazy-binary-heap", "sorted"];
const LOG_FORMATS: readonly LogFormat[] = ["zap-json", "logfmt", "seed"];

/** Options of `serve model-server`. */
export interface ModelServerCommandOptions {
  readonly count: number;
  readonly port: number;
  readonly adminPort: number;
  readonly host: string;
  readonly adminHost: string;
  readonly name?: string;
  readonly models?: readonly string[];
  readonly slots: number;
  readonly ttftMs: number;
  readonly itlMs: number;
  readonly keepAborted?: boolean;
  readonly seed: number;
}

/** Options of `serve simulator`. */
export interface SimulatorCommandOptions {
  readonly modelServerUrl: readonly string[];
  readonly port: number;
  readonly metricsPort: number;
  readonly log?: string;
  readonly ordering?: (typeof ORDERINGS)[number];
  readonly discipline?: QueueDiscipline;
  readonly joinHeaders?: boolean;
  readonly fault?: readonly string[];
  readonly logFormat?: LogFormat;
  readonly logVerbosity?: number;
  readonly seed: number;
}

/** `wa-routing serve`, what its commands belong to. */
export function addServe(program: Command): Command {
  return program.command("serve").description("runs one of our servers; prints one JSON line when it is ready");
}

/** `wa-routing serve model-server` and its options. */
export function addServeModelServer(serve: Command): Command {
  return serve
    .command("model-server")
    .description("a fake vLLM with a gate")
    .option("--count <n>", "so many, in one process, each on the next port; a line is printed for each", positive, 1)
    .option("--port <p>", "0: any free port", port, 0)
    .option("--admin-port <p>", "0: any free port", port, 0)
    .option("--host <address>", "of the port; the admin port is on loopback", "127.0.0.1")
    .option("--admin-host <address>", "of the admin port; on loopback, no other Host is served", "127.0.0.1")
    .option("--name <name>", "in its arrival records; of several, with its number behind")
    .option("--models <names>", "with commas between", list)
    .option("--slots <n>", "requests at a time; 0: no limit", wholeNumber, 0)
    .option("--ttft-ms <t>", "time to first token", nonNegative, 5)
    .option("--itl-ms <t>", "time from token to token", nonNegative, 0)
    .option("--keep-aborted", "generate on when a client has left, as llm-d-inference-sim 0.6 does")
    .option("--seed <n>", "of its answers", wholeNumber, 1);
}

/** `wa-routing serve simulator` and its options. */
export function addServeSimulator(serve: Command): Command {
  const simulator = serve
    .command("simulator")
    .description("a workload-aware gateway")
    .requiredOption("--model-server-url <urls>", "with commas between", list)
    .option("--port <p>", "0: any free port", port, 0)
    .option("--metrics-port <p>", "0: any free port", port, 0)
    .option("--log <file>", "the router's log is appended to it");
  const ordering = new Option("--ordering <ordering>", "how it orders; default: workload-aware").choices(ORDERINGS);
  for (const option of withAlias(ordering, "policy")) simulator.addOption(option);
  const discipline = new Option("--discipline <discipline>", "how its queue is kept; default: lazy-max-min-heap");
  const logFormat = new Option("--log-format <format>", "with --log: how it is written; default: zap-json");
  return simulator
    .addOption(discipline.choices(DISCIPLINES))
    .option("--join-headers", "lines of one header name reach it as one, as any intermediary may join them")
    .option("--fault <names>", "planted faults, with commas between", list)
    .addOption(logFormat.choices(LOG_FORMATS))
    .option("--log-verbosity <v>", "with --log: 2 to 5, as the router's -v; default: 2", logVerbosity)
    .option("--seed <n>", "of its random choices", wholeNumber, 1);
}
