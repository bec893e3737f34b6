import {
  ENVIRONMENT_KINDS,
  type GatewayOption,
  type GatewayOptionName,
  gatewayOptionRows,
  gatewayOptions,
  type OptionValue,
  optionHelp,
} from "wa-routing";

/** What an input of the action is: its face in action.yml. */
export interface InputDescription {
  readonly description: string;
  readonly default?: string;
  readonly deprecationMessage?: string;
}

/** Inputs that say what is run, and what becomes of it. */
export const ownInputs = {
  scenarios: {
    description: "all, names with commas between, or a YAML or JSON file",
    default: "all",
    value: { kind: "text", placeholder: "which" },
  },
  seed: {
    description: "permutes arms and draws arrivals; default: a fresh one, recorded in run.json",
    value: { kind: "whole-number", placeholder: "n", least: 0 },
  },
  trials: {
    description: "trials per arm, in place of each scenario's own number",
    value: { kind: "whole-number", placeholder: "n", least: 1 },
  },
  "run-dir": {
    description: "folder of the evidence",
    default: "wa-routing-run",
    value: { kind: "text", placeholder: "dir" },
  },
  "fail-on": {
    description: "fail: only a failed check fails the step. inconclusive: also what could not be decided. never",
    default: "inconclusive",
    value: { kind: "choice", placeholder: "verdict", of: ["fail", "inconclusive", "never"] },
  },
} as const satisfies Readonly<Record<string, InputDescription & { readonly value: OptionValue }>>;

export type OwnInputName = keyof typeof ownInputs;

/** The action's inputs; those that say which gateway carry the names of the command line's flags. */
export const inputs: Readonly<Record<string, InputDescription>> = {
  ...Object.fromEntries(Object.entries(ownInputs).map(([name, { value: _, ...input }]) => [name, input])),
  ...Object.fromEntries(gatewayOptionRows.flatMap(([name, option]) => gatewayInputs(name, option))),
};

function gatewayInputs(name: GatewayOptionName, option: GatewayOption): [string, InputDescription][] {
  const where = option.environments.length === ENVIRONMENT_KINDS.length ? "" : `${option.environments.join(" or ")}: `;
  const input = { description: inInputs(`${where}${optionHelp(option)}`) };
  if (option.alias === undefined) return [[name, input]];
  const deprecationMessage = `Use the input ${name}.`;
  const other = { description: `another name of the input ${name}`, deprecationMessage };
  return [
    [name, input],
    [option.alias, other],
  ];
}

/** A text in which the command line's flags are named, with the action's inputs named in their place. */
export function inInputs(text: string): string {
  return text.replace(/--([a-z]+(?:-[a-z]+)*)/g, (flag, name: string) => {
    if (name === "scenario") return "the input scenarios";
    const isInput = [ownInputs, gatewayOptions].some((table) => Object.hasOwn(table, name));
    const isAlias = gatewayOptionRows.some(([, { alias }]) => alias === name);
    return isInput || isAlias ? `the input ${name}` : flag;
  });
}

/** The action's outputs. */
export const outputs = {
  verdict: "pass, fail or inconclusive",
  checklist: "Path of checklist.json; of several orderings: of orderings.json",
  "report-path": "Path of report.html; of several orderings: of orderings.md",
  "run-dir": "The folder of the evidence",
  passed: "Number of checks, or of orderings, that passed",
  failed: "Number of checks, or of orderings, that failed",
  inconclusive: "Number of checks, or of orderings, that could not be decided",
} as const;
