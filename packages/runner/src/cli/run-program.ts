import { type Command, Option } from "commander";
import { ENVIRONMENT_KINDS } from "../environment-kind.ts";
import { EPP_FLAVOURS, EPP_ORDERINGS } from "../epp-names.ts";
import type { GatewayChoice } from "../gateway-choice.ts";
import { list, positive, wholeNumber } from "./option-values.ts";
import type { OutputOptions } from "./output-options.ts";

/** Options of `run`, as written on the command line. */
export interface RunCommandOptions extends OutputOptions, GatewayChoice {
  readonly scenario: string;
  readonly trials?: number;
  readonly runDir?: string;
  readonly output?: string;
  readonly require?: string;
}

/** `wa-routing run` and its options. */
export function addRun(program: Command): void {
  const run = program
    .command("run")
    .description("runs scenarios against a gateway and judges what it does")
    .addOption(
      new Option(
        "--environment <kind>",
        "where the gateway comes from; default: existing with --envoy-url, else embedded",
      ).choices(ENVIRONMENT_KINDS),
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
    .option("--namespace <name>", "recorded with the run");
  addStartedGateway(run)
    .optionsGroup("Output:")
    .option("--json", "print the checklist as JSON")
    .option("--quiet", "print the verdict only")
    .action(async (options: RunCommandOptions) => (await import("./run-command.ts")).runCommand(options));
}

/** Options of the gateways that we start. */
export function addStartedGateway(command: Command): Command {
  return command
    .optionsGroup("The embedded gateway:")
    .addOption(new Option("--policy <policy>", "how it orders").choices(["workload-aware", "fcfs"]))
    .option("--fault <names>", "planted faults, with commas between", list)
    .optionsGroup("The standalone gateway (Envoy and an endpoint picker, as processes):")
    .addOption(
      new Option(
        "--epp <which>",
        "the endpoint picker; default: reference, ours; fork is any that needs a Kubernetes API",
      ).choices(EPP_FLAVOURS),
    )
    .option(
      "--epp-bin <path>",
      "its program; default: $WA_ROUTING_EPP, or epp/bin/epp of a checkout, built if need be; for the others $WA_ROUTING_LLMD_EPP, $WA_ROUTING_FORK_EPP",
    )
    .option("--envoy-bin <path>", "Envoy; default: $WA_ROUTING_ENVOY, the PATH, or what doctor --install envoy got")
    .addOption(
      new Option("--ordering <ordering>", "how it orders; default: fcfs for llm-d-router, else workload-aware").choices(
        EPP_ORDERINGS,
      ),
    )
    .option("--epp-config <file>", "in place of --ordering: a configuration of your own")
    .optionsGroup("The embedded and the standalone gateway:")
    .option("--model-servers <n>", "how many", positive)
    .option("--log-verbosity <v>", "2 to 5, as the router's -v", wholeNumber);
}
