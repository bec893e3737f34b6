import { type Command, Option } from "commander";
import { ENVIRONMENT_KINDS } from "../gateway/environment-kind.ts";
import { EPP_FLAVOURS, EPP_ORDERINGS } from "../gateway/epp-names.ts";
import type { OrderingChoice } from "../gateway/ordering-choice.ts";
import { list, positive, wholeNumber } from "./option-values.ts";
import { addOutputOptions, type OutputOptions } from "./output-options.ts";

/** Options of `run`, as written on the command line. */
export interface RunCommandOptions extends OutputOptions, OrderingChoice {
  readonly scenario: string;
  readonly trials?: number;
  readonly runDir?: string;
  readonly output?: string;
  readonly require?: string;
}

/** `wa-routing run` and its options. */
export function addRun(program: Command): Command {
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
    .option("--output <file>", "also write there what --json prints")
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
  addStartedGateway(run, "several").optionsGroup("Output:");
  return addOutputOptions(run, "the checklist (of several orderings: the comparison)").addHelpText(
    "after",
    `
Several orderings with commas between run one after the other with the same seed, each into a folder of its own, DIR/ORDERING.
A table says which policies explain each run and which it refutes. Exit codes then: 0 each ordering is explained by its own
policy and refutes those of the others · 1 one is refuted by its own run · 3 undecided · 4 environment

A log at -v 4 or 5 delays requests after the router has dispatched them. With --log-verbosity 4 or 5 scenarios that claim an order
are therefore run twice: DIR/quiet, at -v 2, has to show it at the model servers, and DIR/verbose in the log.`,
  );
}

/** Options of the gateways that we start, with one ordering or with several to be compared. */
export function addStartedGateway(command: Command, orderings: "one" | "several"): Command {
  const ordering = (flag: string, names: readonly string[]) =>
    orderings === "one"
      ? new Option(`${flag} <ordering>`, "how it orders").choices(names)
      : new Option(`${flag} <orderings>`, `how it orders: ${names.join(", ")}; several are compared`).argParser(list);
  return command
    .optionsGroup("The embedded gateway:")
    .addOption(ordering("--policy", ["workload-aware", "fcfs"]))
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
    .addOption(ordering("--ordering", EPP_ORDERINGS))
    .option("--epp-config <file>", "in place of --ordering: a configuration of your own")
    .optionsGroup("The embedded and the standalone gateway:")
    .option("--model-servers <n>", "how many", positive)
    .option(
      "--log-verbosity <v>",
      "2 to 5, as the router's -v; from 4 on run proves an order in two passes",
      wholeNumber,
    );
}
