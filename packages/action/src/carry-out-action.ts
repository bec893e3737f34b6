import { join } from "node:path";
import { getInput, setFailed, setOutput, setSecret, summary } from "@actions/core";
import { renderMarkdown, renderOrderingsMarkdown, verdictCounts } from "@wa-routing/report";
import {
  chooseOrderings,
  errorText,
  exitCodeOf,
  type GatewaysResult,
  gatewayOptionRows,
  readGatewayChoice,
  readOption,
  readScenarios,
  runGateways,
  withTrials,
} from "wa-routing";
import { inInputs, type OwnInputName, ownInputs } from "./inputs.ts";

/** GitHub in, the runner's public API, GitHub out. What goes wrong fails the step, with the inputs named that it is about. */
export async function carryOutAction(): Promise<void> {
  try {
    await runAndTell();
  } catch (error) {
    setFailed(inInputs(errorText(error)));
  }
}

async function runAndTell(): Promise<void> {
  for (const [name, { secret = false }] of gatewayOptionRows) {
    const written = text(name);
    if (secret && written !== undefined) setSecret(written);
  }
  const failOn = own("fail-on") ?? "inconclusive";
  const seed = own<number>("seed");
  const trials = own<number>("trials");
  if (text("router-log") === "-") throw new Error("the input router-log is -, and an action has no standard input");
  const choice = readGatewayChoice(text);
  const gateways = chooseOrderings({ ...choice, ...(seed === undefined ? {} : { seed }) });
  const asked = { orderings: choice.ordering, parameters: gateways[0]?.parameters };
  const scenarios = readScenarios(text("scenarios") ?? "all", asked).map((scenario) => withTrials(scenario, trials));
  const ran = await runGateways({
    scenarios,
    gateways,
    runDir: text("run-dir") ?? "wa-routing-run",
    onProgress: reportProgress(),
    onPart: (part) => void (part !== null && process.stdout.write(`${part}\n`)),
    ...(seed === undefined ? {} : { seed }),
  });
  const { verdict, markdown, checklist, report, counts } = outcomeOf(ran);
  setOutput("verdict", verdict);
  setOutput("checklist", join(ran.runDir, checklist));
  setOutput("report-path", join(ran.runDir, report));
  setOutput("run-dir", ran.runDir);
  setOutput("passed", counts.pass);
  setOutput("failed", counts.fail);
  setOutput("inconclusive", counts.inconclusive);
  if (process.env.GITHUB_STEP_SUMMARY === undefined) process.stdout.write(markdown);
  else await summary.addRaw(markdown).write();
  const code = exitCodeOf(verdict);
  if (failOn === "never" || code === 0 || (failOn === "fail" && verdict !== "fail")) return;
  setFailed(`workload-aware routing: ${verdict}`);
}

function outcomeOf(ran: GatewaysResult) {
  if (ran.result === "checklist") {
    const { checklist, manifest } = ran;
    const files = { checklist: "checklist.json", report: "report.html" };
    const counts = verdictCounts(checklist.checks);
    return { verdict: checklist.verdict, markdown: renderMarkdown(checklist, manifest), ...files, counts };
  }
  const { comparison } = ran;
  const files = { checklist: "orderings.json", report: "orderings.md" };
  const counts = verdictCounts(comparison.runs);
  return { verdict: comparison.verdict, markdown: renderOrderingsMarkdown(comparison), ...files, counts };
}

function reportProgress() {
  let current = "";
  return ({ scenario, trials }: { readonly scenario: string; readonly trials: number }) => {
    if (scenario === current) return;
    current = scenario;
    process.stdout.write(`${scenario}: up to ${trials} trials\n`);
  };
}

function text(name: string): string | undefined {
  return getInput(name) || undefined;
}

function own<Read extends string | number = string>(name: OwnInputName): Read | undefined {
  const written = text(name);
  return written === undefined ? undefined : (readOption(name, ownInputs[name].value, written) as Read);
}
