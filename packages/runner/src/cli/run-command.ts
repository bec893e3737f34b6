import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { type Scenario, SUCCESS_METRIC_IDS, type SuccessMetricId, WaRoutingError } from "@wa-routing/protocol";
import { plainText } from "@wa-routing/report";
import { checkReachable, planScenario } from "@wa-routing/scenarios";
import { exitCodeOf } from "../exit-code.ts";
import { writeJsonFile } from "../folder/json-file.ts";
import { chooseOrderings } from "../gateway/ordering-choice.ts";
import { interruptible } from "../interruption/interruptible.ts";
import { type GatewaysResult, runGateways } from "../run/run-gateways.ts";
import { readScenarios, withTrials } from "../scenario-source.ts";
import { nextGateways } from "./next-gateways.ts";
import { printChecklist } from "./print-checklist.ts";
import { printComparison } from "./print-comparison.ts";
import { printable } from "./printed.ts";
import { createProgressDisplay } from "./progress-display.ts";
import type { RunCommandOptions } from "./run-options.ts";
import { refuseVerbose } from "./verbose-refusal.ts";

/** `wa-routing run` */
export async function runCommand(options: RunCommandOptions): Promise<void> {
  const gateways = chooseOrderings(options);
  const asked = { orderings: options.ordering, parameters: gateways[0]?.parameters };
  const scenarios = readScenarios(options.scenario, asked).map((scenario) => withTrials(scenario, options.trials));
  const required = options.require === undefined ? null : metricIds(options.require);
  // What no run could decide is told before one begins; the seed changes nothing about it.
  for (const scenario of scenarios) checkReachable(planScenario(scenario, { seed: 1 }));
  checkCombination(options, gateways.length);
  if (options.output !== undefined) checkOutput(options.output);
  const isQuiet = options.quiet === true || options.json === true;
  let progress = createProgressDisplay([], true);
  const showProgress = (part: string | null, of: readonly Scenario[]) => {
    progress.end(true);
    if (part !== null && !isQuiet) process.stderr.write(`${part}\n`);
    progress = createProgressDisplay(of, isQuiet);
  };
  const showResult = (ran: GatewaysResult) => {
    progress.end(true);
    const outcome = ran.result === "checklist" ? ran.checklist : ran.comparison;
    if (ran.result === "checklist") printChecklist(ran.checklist, ran.manifest, options);
    else printComparison(ran.comparison, options);
    if (!isQuiet) {
      const next = ran.result === "checklist" ? nextGateways(ran.checklist, ran.manifest) : "";
      process.stdout.write(printable(`Evidence: ${plainText(ran.runDir)}\n${next}`));
    }
    process.exitCode = exitCodeOf(outcome.verdict);
    if (options.output !== undefined) writeJsonFile(options.output, outcome);
  };
  try {
    const { whole, interrupted } = await interruptible(async (signal, conclude) => {
      await runGateways({
        scenarios,
        gateways,
        required,
        signal,
        onProgress: (now) => progress.update(now),
        onPart: showProgress,
        onResult: (ran) => showResult(ran),
        onHold() {
          progress.end(false);
          return conclude();
        },
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        ...(options.runDir === undefined ? {} : { runDir: options.runDir }),
      });
    });
    if (!interrupted) return;
    const what = whole
      ? "the run had come to its end, and its verdict stands"
      : "what was measured by then is in the run folder, if it had begun";
    process.stderr.write(`wa-routing: interrupted; ${what}\n`);
  } finally {
    progress.end(false);
  }
}

/** @throws WaRoutingError `OPTION_INVALID` where one option would take away what another is for. */
function checkCombination(options: RunCommandOptions, gateways: number): void {
  const { scenario, routerLog, require } = options;
  if (gateways > 1) refuseVerbose(options, "several orderings");
  if (scenario === "-" && routerLog === "-") {
    throw new WaRoutingError("--scenario - cannot be combined with --router-log -", {
      code: "OPTION_INVALID",
      field: "--router-log",
      expected: "one of the two on standard input",
    });
  }
  if (require === undefined || gateways === 1) return;
  throw new WaRoutingError("--require cannot be combined with several orderings", {
    code: "OPTION_INVALID",
    field: "--require",
    expected: "one ordering: several are told apart by their orders alone",
  });
}

/** @throws WaRoutingError `OPTION_INVALID`, before anything is run, for a file that could not be written at the end. */
function checkOutput(file: string): void {
  try {
    tryToWrite(file);
  } catch (error) {
    throw new WaRoutingError(`--output ${file} cannot be written: ${(error as Error).message}`, {
      code: "OPTION_INVALID",
      field: "--output",
      value: file,
      expected: "a file in a folder that exists",
    });
  }
}

/** Leaves what is there as it is. */
function tryToWrite(file: string): void {
  const status = statSync(file, { throwIfNoEntry: false });
  // A pipe or a device is opened when there is something to write.
  if (status !== undefined && !status.isFile() && !status.isDirectory()) return;
  closeSync(openSync(file, "a"));
  if (status === undefined) rmSync(file);
}

function metricIds(text: string): SuccessMetricId[] {
  return text.split(",").map((id) => {
    const known = SUCCESS_METRIC_IDS.find((candidate) => candidate === id.trim());
    if (known !== undefined) return known;
    throw new WaRoutingError(`there is no check ${JSON.stringify(id)}`, {
      code: "OPTION_INVALID",
      field: "--require",
      value: id,
      expected: `some of ${SUCCESS_METRIC_IDS.join(", ")}`,
    });
  });
}
