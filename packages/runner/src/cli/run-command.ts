import {
  type Checklist,
  type RunManifest,
  SUCCESS_METRIC_IDS,
  type SuccessMetricId,
  WaRoutingError,
} from "@wa-routing/protocol";
import { renderText } from "@wa-routing/report";
import { exitCodeOf } from "../exit-code.ts";
import { chooseGateway } from "../gateway-choice.ts";
import { writeJsonFile } from "../json-file.ts";
import { runScenarios } from "../run-scenarios.ts";
import { readScenarios, withTrials } from "../scenario-source.ts";
import { interruptible } from "./interruption.ts";
import type { OutputOptions } from "./output-options.ts";
import { createProgressDisplay } from "./progress-display.ts";
import type { RunCommandOptions } from "./run-program.ts";

/** `wa-routing run` */
export async function runCommand(options: RunCommandOptions): Promise<void> {
  const scenarios = readScenarios(options.scenario).map((scenario) => withTrials(scenario, options.trials));
  const required = options.require === undefined ? null : metricIds(options.require);
  const startGateway = chooseGateway(options);
  const progress = createProgressDisplay(scenarios, options.quiet === true || options.json === true);
  try {
    const ended = await interruptible(async (signal) => {
      const { checklist, manifest, runDir } = await runScenarios({
        scenarios,
        startGateway,
        required,
        signal,
        onProgress: progress.update,
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        ...(options.runDir === undefined ? {} : { runDir: options.runDir }),
      });
      progress.end(true);
      if (options.output !== undefined) writeJsonFile(options.output, checklist);
      printChecklist(checklist, manifest, options);
      if (options.quiet !== true && options.json !== true) process.stdout.write(`Evidence: ${runDir}\n`);
      process.exitCode = exitCodeOf(checklist.verdict);
    });
    if (!ended) process.stderr.write("wa-routing: interrupted; what was measured is in the run folder\n");
  } finally {
    progress.end(false);
  }
}

/** Prints a checklist as the options ask: the text, JSON, or the verdict alone. */
export function printChecklist(checklist: Checklist, manifest: RunManifest, { json, quiet }: OutputOptions): void {
  const { stdout } = process;
  if (json === true) stdout.write(`${JSON.stringify(checklist, null, 2)}\n`);
  else if (quiet === true) stdout.write(`${checklist.verdict}\n`);
  else {
    const colour = stdout.isTTY && process.env.NO_COLOR === undefined && process.env.TERM !== "dumb";
    stdout.write(renderText(checklist, manifest, { width: Math.min(stdout.columns ?? 80, 100), colour }));
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
