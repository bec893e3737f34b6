import { join } from "node:path";
import { getInput, setFailed, setOutput, summary } from "@actions/core";
import { renderMarkdown, verdictCounts } from "@wa-routing/report";
import {
  chooseGateway,
  EPP_FLAVOURS,
  EPP_ORDERINGS,
  exitCodeOf,
  type GatewayChoice,
  readScenarios,
  runScenarios,
  withTrials,
} from "wa-routing";
import type { InputName } from "./inputs.ts";

const FAIL_ON = ["fail", "inconclusive", "never"] as const;

/** GitHub in, the runner's public API, GitHub out. */
async function main(): Promise<void> {
  const failOn = oneOf("fail-on", FAIL_ON);
  const seed = wholeNumber("seed");
  const trials = wholeNumber("trials");
  const scenarios = readScenarios(text("scenarios") ?? "all").map((scenario) => withTrials(scenario, trials));
  const { checklist, manifest, runDir } = await runScenarios({
    scenarios,
    startGateway: chooseGateway(gatewayChoice(seed)),
    runDir: text("run-dir") ?? "wa-routing-run",
    onProgress: reportProgress(),
    ...(seed === undefined ? {} : { seed }),
  });
  const counts = verdictCounts(checklist.checks);
  setOutput("verdict", checklist.verdict);
  setOutput("checklist", join(runDir, "checklist.json"));
  setOutput("report-path", join(runDir, "report.html"));
  setOutput("run-dir", runDir);
  setOutput("passed", counts.pass);
  setOutput("failed", counts.fail);
  setOutput("inconclusive", counts.inconclusive);
  const markdown = renderMarkdown(checklist, manifest);
  if (process.env.GITHUB_STEP_SUMMARY === undefined) process.stdout.write(markdown);
  else await summary.addRaw(markdown).write();
  const code = exitCodeOf(checklist.verdict);
  if (failOn === "never" || code === 0 || (failOn === "fail" && checklist.verdict !== "fail")) return;
  setFailed(`workload-aware routing: ${checklist.verdict}`);
}

function gatewayChoice(seed: number | undefined): GatewayChoice {
  const choice = {
    environment: oneOf("environment", ["embedded", "existing", "standalone"] as const),
    envoyUrl: text("envoy-url"),
    modelServerUrl: list("model-server-url"),
    modelServerAdminUrl: list("model-server-admin-url"),
    routerMetricsUrl: text("router-metrics-url"),
    routerLog: text("router-log"),
    gate:
      text("gate") === undefined
        ? undefined
        : oneOf("gate", ["model-server", "sim-admin", "blockers", "none"] as const),
    model: text("model"),
    namespace: text("namespace"),
    policy: text("policy") === undefined ? undefined : oneOf("policy", ["workload-aware", "fcfs"] as const),
    epp: text("epp") === undefined ? undefined : oneOf("epp", EPP_FLAVOURS),
    eppBin: text("epp-bin"),
    envoyBin: text("envoy-bin"),
    ordering: text("ordering") === undefined ? undefined : oneOf("ordering", EPP_ORDERINGS),
    seed,
  };
  return Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined)) as GatewayChoice;
}

function reportProgress() {
  let current = "";
  return ({ scenario, trials }: { readonly scenario: string; readonly trials: number }) => {
    if (scenario === current) return;
    current = scenario;
    process.stdout.write(`${scenario}: up to ${trials} trials\n`);
  };
}

function text(name: InputName): string | undefined {
  return getInput(name) || undefined;
}

function list(name: InputName): string[] | undefined {
  return text(name)
    ?.split(",")
    .map((item) => item.trim());
}

function wholeNumber(name: InputName): number | undefined {
  const written = text(name);
  if (written === undefined) return undefined;
  if (/^\d+$/.test(written)) return Number(written);
  throw new Error(`input ${name} is ${JSON.stringify(written)}, expected a whole number`);
}

function oneOf<Option extends string>(name: InputName, options: readonly Option[]): Option {
  const written = text(name) ?? (name === "fail-on" ? "inconclusive" : options[0]);
  const found = options.find((option) => option === written);
  if (found !== undefined) return found;
  throw new Error(`input ${name} is ${JSON.stringify(written)}, expected one of ${options.join(", ")}`);
}

try {
  await main();
} catch (error) {
  setFailed(error instanceof Error ? error.message : String(error));
}
