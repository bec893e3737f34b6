import {
  catchUncaught,
  EXIT_CODES,
  exitCodeOfError,
  interruptible,
  type OrderedGateway,
  toolVersion,
  wrongText,
} from "wa-routing/options";
import { type ActionEnd, stepExitCode, undoneEnd } from "./action-end.ts";
import { inInputs } from "./inputs.ts";
import type { Publication } from "./publish/publish.ts";
import { Redactor } from "./publish/redactor.ts";
import { type ActionInputs, readInputs } from "./read-inputs.ts";
import { takeInputs } from "./take-inputs.ts";
import { ActionLog } from "./workflow/action-log.ts";
import { maskCommands } from "./workflow/workflow-command.ts";
import { readWorkflowContext, type WorkflowContext } from "./workflow/workflow-context.ts";

/**
 * GitHub in, the runner's public API, GitHub out. What goes wrong fails the step with a sentence; nothing is thrown.
 *
 * @param onListening Called when signals are listened to.
 */
export async function carryOutAction(onListening: () => void): Promise<void> {
  const settled = catchUncaught();
  const { env } = process;
  const { texts, secrets, restore } = takeInputs(env);
  for (const secret of secrets) process.stdout.write(maskCommands(secret));
  const redactor = new Redactor(secrets);
  const log = new ActionLog(redactor);
  try {
    await interruptible(async (signal) => {
      onListening();
      const context = readWorkflowContext(env);
      const reading = readInputs(texts);
      const [inputs, problems] = reading.reading === "inputs" ? [reading.inputs, []] : [MUTE_INPUTS, reading.problems];
      const { end, reported } =
        problems.length > 0
          ? { end: undoneEnd(EXIT_CODES.usage, problems, "the inputs are wrong"), reported: null }
          : await carryOut(context, inputs, log, signal);
      restore();
      const { publish } = await import("./publish/publish.ts");
      const files = { outputFile: env.GITHUB_OUTPUT, summaryFile: env.GITHUB_STEP_SUMMARY };
      const hasRuntimeToken = (env.ACTIONS_RUNTIME_TOKEN ?? "") !== "";
      const published = await publish(
        end,
        { context, inputs, log, redactor, hasRuntimeToken, reported, ...files },
        signal,
      );
      process.exitCode = stepExitCode(published, inputs);
    });
  } catch (error) {
    log.annotate({ level: "error", title: "wa-routing", message: wrongText(error) });
    process.exitCode = EXIT_CODES.environment;
  } finally {
    log.endGroup();
    settled();
  }
}

/** Of wrong inputs nobody is told but the step itself. */
const MUTE_INPUTS: ActionInputs = {
  failOn: "inconclusive",
  baseline: { baseline: "none" },
  failOnRegression: false,
  comment: "never",
  commentKey: "",
  pullRequest: null,
  token: null,
  artifactName: "",
  leg: [],
  timeoutMs: null,
  runDir: null,
  run: null,
};

/** A cluster takes programs that a runner may lack. Null: nothing is missing. */
async function provideWhatIsMissing(
  gateways: readonly OrderedGateway[],
  log: ActionLog,
  signal: AbortSignal,
): Promise<ActionEnd | null> {
  if (!gateways.some(({ asked }) => asked.environment === "kind")) return null;
  const { provideTools } = await import("./cluster-tools/provide-tools.ts");
  const { CLUSTER_TOOLS } = await import("./cluster-tools/pinned-tool.ts");
  try {
    await provideTools(CLUSTER_TOOLS, { env: process.env, line: (text) => log.line(text), signal });
    return null;
  } catch (error) {
    return undoneEnd(exitCodeOfError(error), [inInputs(wrongText(error))]);
  }
}

async function carryOut(
  context: WorkflowContext,
  inputs: ActionInputs,
  log: ActionLog,
  signal: AbortSignal,
): Promise<{ readonly end: ActionEnd; readonly reported: Publication["reported"] }> {
  if (inputs.run === null) {
    log.line(`wa-routing ${toolVersion()} reports what other runs have left`);
    const { carryOutReport } = await import("./report-mode.ts");
    const { end, ...reported } = await carryOutReport(context, inputs, log, signal);
    return { end, reported };
  }
  const names = inputs.run.scenarios.map(({ name }) => name);
  log.line(`wa-routing ${toolVersion()} runs ${names.join(", ")}`);
  const { freshRunDir, runAndJudge } = await import("./run-and-judge.ts");
  const runDir = inputs.runDir ?? freshRunDir();
  log.line(`evidence: ${runDir}`);
  const missing = await provideWhatIsMissing(inputs.run.gateways, log, signal);
  if (missing !== null) return { end: missing, reported: null };
  const end = await runAndJudge(inputs.run, { timeoutMs: inputs.timeoutMs, runDir }, log, signal);
  return { end, reported: null };
}
