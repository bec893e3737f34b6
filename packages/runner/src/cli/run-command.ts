import {
  type Checklist,
  type Scenario,
  SUCCESS_METRIC_IDS,
  type SuccessMetricId,
  WaRoutingError,
} from "@wa-routing/protocol";
import { exitCodeOf } from "../exit-code.ts";
import { writeJsonFile } from "../folder/json-file.ts";
import { chooseOrderings } from "../gateway/ordering-choice.ts";
import { runOrderings } from "../run/run-orderings.ts";
import { runPasses } from "../run/run-passes.ts";
import { type RunOptions, runScenarios } from "../run/run-scenarios.ts";
import { readScenarios, withTrials } from "../scenario-source.ts";
import { interruptible } from "./interruption.ts";
import { printChecklist } from "./print-checklist.ts";
import { printComparison } from "./print-comparison.ts";
import { createProgressDisplay } from "./progress-display.ts";
import type { RunCommandOptions } from "./run-options.ts";

/** `wa-routing run` */
export async function runCommand(options: RunCommandOptions): Promise<void> {
  const scenarios = readScenarios(options.scenario).map((scenario) => withTrials(scenario, options.trials));
  const required = options.require === undefined ? null : metricIds(options.require);
  const gateways = chooseOrderings(options);
  const isQuiet = options.quiet === true || options.json === true;
  let progress = createProgressDisplay([], true);
  const showProgress = (of: readonly Scenario[], heading: string | null) => {
    progress.end(true);
    if (heading !== null && !isQuiet) process.stderr.write(`${heading}\n`);
    progress = createProgressDisplay(of, isQuiet);
  };
  try {
    const ended = await interruptible(async (signal) => {
      const common: Omit<RunOptions, "startGateway"> = {
        scenarios,
        required,
        signal,
        onProgress: (now) => progress.update(now),
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        ...(options.runDir === undefined ? {} : { runDir: options.runDir }),
      };
      const [only, second] = gateways;
      if (only === undefined || second !== undefined) {
        const { comparison, runDir } = await runOrderings({
          ...common,
          orderings: gateways.map(({ ordering, startGateway }) => ({ ordering: ordering ?? "", startGateway })),
          onOrdering: (ordering) => showProgress(scenarios, `ordering ${ordering}`),
        });
        end(comparison, runDir, () => printComparison(comparison, options));
        return;
      }
      const { startGateway, startQuietGateway } = only;
      if (startQuietGateway === null) showProgress(scenarios, null);
      const { checklist, manifest, runDir } = await (startQuietGateway === null
        ? runScenarios({ ...common, startGateway })
        : runPasses({
            ...common,
            startGateway,
            startQuietGateway,
            onPass: (pass, of) => showProgress(of, pass === null ? null : `${pass} pass`),
          }));
      end(checklist, runDir, () => printChecklist(checklist, manifest, options));
    });
    if (!ended) process.stderr.write("wa-routing: interrupted; what was measured is in the run folder\n");
  } finally {
    progress.end(false);
  }

  function end(outcome: Pick<Checklist, "verdict">, runDir: string, print: () => void): void {
    progress.end(true);
    if (options.output !== undefined) writeJsonFile(options.output, outcome);
    print();
    if (!isQuiet) process.stdout.write(`Evidence: ${runDir}\n`);
    process.exitCode = exitCodeOf(outcome.verdict);
  }
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
