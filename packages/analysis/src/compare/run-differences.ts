import { parameterOption, ROUTER_PARAMETERS, type RunDifference, type Scenario } from "@wa-routing/protocol";
import type { ComparedRun } from "./compared-run.ts";

const GIB = 2 ** 30;
const MOST_OF_A_SCENARIO = 5;
const LONGEST_VALUE = 60;

/** What is the same in runs that can be compared: what was sent, from where, through what, and what it was held to. */
const FACTS: Readonly<Record<string, (run: ComparedRun) => string>> = {
  scenarios: ({ manifest }) => manifest.scenarios.toSorted().join(", "),
  environment: ({ manifest }) => manifest.gateway.environment,
  passes: ({ manifest }) => manifest.passes?.join(" and ") ?? "one",
  "-v": ({ manifest }) => manifest.gateway.router.verbosity ?? "unknown",
  gate: ({ manifest }) => manifest.gateway.gate,
  witnesses: ({ manifest }) =>
    Object.entries(manifest.gateway.witnesses)
      .flatMap(([name, isThere]) => (isThere ? [name] : []))
      .join(", ") || "none",
  model: ({ manifest }) => manifest.gateway.model,
  "model servers": ({ manifest }) => String(manifest.gateway.modelServers.length),
  platform: ({ manifest }) => manifest.host.platform,
  CPUs: ({ manifest }) => String(manifest.host.cpus),
  memory: ({ manifest }) => `${Math.round(manifest.host.memoryBytes / GIB)} GiB`,
  "Node.js": ({ manifest }) => /^v?\d+/.exec(manifest.host.node)?.[0] ?? manifest.host.node,
};

/**
 * In what two runs differ that makes them incomparable; none: they can be compared. Router, its version and its ordering may differ,
 * and so may seed and number of trials.
 */
export function runDifferences(run: ComparedRun, base: ComparedRun): RunDifference[] {
  const facts = Object.entries(FACTS).map(([what, of]) => ({ what, run: of(run), base: of(base) }));
  return [
    ...facts.filter((fact) => fact.run !== fact.base),
    ...parameterDifferences(run, base),
    ...run.scenarios.flatMap((scenario) => {
      const other = base.scenarios.find(({ name }) => name === scenario.name);
      return other === undefined ? [] : scenarioDifferences(scenario, other);
    }),
  ];
}

/** Of what the router is held to compute with. */
function parameterDifferences({ analyses: [run] }: ComparedRun, { analyses: [base] }: ComparedRun): RunDifference[] {
  if (run === undefined || base === undefined) return [];
  return ROUTER_PARAMETERS.filter((name) => run.parameters[name] !== base.parameters[name]).map((name) => ({
    what: `--score ${parameterOption(name)}`,
    run: String(run.parameters[name]),
    base: String(base.parameters[name]),
  }));
}

/** Of what is sent, and claimed of it: not of the words about it, nor of how often. */
function scenarioDifferences(run: Scenario, base: Scenario): RunDifference[] {
  return leafDifferences(sentOf(run), sentOf(base), run.name).slice(0, MOST_OF_A_SCENARIO);
}

function sentOf({ workloads, control, request, prepare, steps, expectations }: Scenario): object {
  return { workloads, control, request, prepare, steps, expectations };
}

/** Where two values differ, as paths: `basic-priority.workloads.high.criticality`. */
function leafDifferences(run: unknown, base: unknown, path: string): RunDifference[] {
  if (isObject(run) && isObject(base)) {
    const keys = new Set([...Object.keys(run), ...Object.keys(base)]);
    return [...keys].flatMap((key) => leafDifferences(run[key], base[key], `${path}.${key}`));
  }
  return run === base ? [] : [{ what: path, run: valueText(run), base: valueText(base) }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function valueText(value: unknown): string {
  const text = value === undefined ? "absent" : (JSON.stringify(value) ?? "absent");
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
