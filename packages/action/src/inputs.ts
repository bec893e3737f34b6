import {
  anyOf,
  ENVIRONMENT_KINDS,
  type GatewayOption,
  type GatewayOptionName,
  gatewayOptionRows,
  gatewayOptions,
  type OptionValue,
  optionHelp,
} from "wa-routing/options";

/** What an input of the action is: its face in action.yml. */
export interface InputDescription {
  readonly description: string;
  readonly default?: string;
  readonly deprecationMessage?: string;
}

/** Inputs that say what is run, and what becomes of it. */
export const ownInputs = {
  mode: {
    description:
      "run: runs scenarios and tells what came of them. report: posts what runs without the right to write have left, under workflow_run",
    default: "run",
    value: { kind: "choice", placeholder: "mode", of: ["run", "report"] },
  },
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
  timeout: {
    description: "minutes after which the run is ended and what was measured by then is judged; default: none",
    value: { kind: "number", placeholder: "minutes", least: 0.01 },
  },
  "run-dir": {
    description: "folder of the evidence, new or empty; default: a fresh one below RUNNER_TEMP",
    value: { kind: "text", placeholder: "dir" },
  },
  "fail-on": {
    description: "fail: only a failed check fails the step. inconclusive: also what could not be decided. never",
    default: "inconclusive",
    value: { kind: "choice", placeholder: "verdict", of: ["fail", "inconclusive", "never"] },
  },
  baseline: {
    description:
      "what the run is compared with. auto: the artifact that the base branch has left of the commit where the pull request's branch begins. A name: the same, by this name. A folder, with a / in it: a run folder. none",
    default: "auto",
    value: { kind: "text", placeholder: "which" },
  },
  "fail-on-regression": {
    description: "true: what got worse than the baseline fails the step; without it a baseline changes no result",
    default: "false",
    value: { kind: "flag" },
  },
  comment: {
    description:
      "when the pull request's one comment is written: always, changes (a verdict differs from the last comment's), problems (something did not pass, or got worse), never",
    default: "always",
    value: { kind: "choice", placeholder: "when", of: ["always", "changes", "problems", "never"] },
  },
  "comment-key": {
    description: "those with another key get a comment of their own",
    value: { kind: "text", placeholder: "key" },
  },
  "pr-number": {
    description: "the pull request to comment on; default: the one that the workflow runs for",
    value: { kind: "whole-number", placeholder: "n", least: 1 },
  },
  "github-token": {
    description: "writes the comment, with pull-requests: write; without that right everything else works",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression, which the runner evaluates
    default: "${{ github.token }}",
    value: { kind: "text", placeholder: "token" },
    secret: true,
  },
  "artifact-name": {
    description: "how the artifact's name begins; job, matrix leg and step follow where they tell artifacts apart",
    default: "wa-routing-run",
    value: { kind: "text", placeholder: "name" },
  },
  matrix: {
    description: "which leg of a matrix the job is; leave it as it is",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression, which the runner evaluates
    default: "${{ toJSON(matrix) }}",
    value: { kind: "text", placeholder: "json" },
  },
} as const satisfies Readonly<
  Record<string, InputDescription & { readonly value: OptionValue; readonly secret?: boolean }>
>;

export type OwnInputName = keyof typeof ownInputs;

/** The action's inputs; those that say which gateway carry the names of the command line's flags. */
export const inputs: Readonly<Record<string, InputDescription>> = {
  ...Object.fromEntries(
    Object.entries(ownInputs).map(([name, { description, ...row }]) => [
      name,
      { description, ...("default" in row ? { default: row.default } : {}) },
    ]),
  ),
  ...Object.fromEntries(gatewayOptionRows.flatMap(([name, option]) => gatewayInputs(name, option))),
};

/** Inputs whose value is never to be shown. */
export const secretInputs: readonly string[] = [
  ...Object.entries(ownInputs).flatMap(([name, row]) => ("secret" in row ? [name] : [])),
  ...gatewayOptionRows.flatMap(([name, { value }]) => (value.kind === "secret" ? [name] : [])),
];

function gatewayInputs(name: GatewayOptionName, option: GatewayOption): [string, InputDescription][] {
  const where = option.environments.length === ENVIRONMENT_KINDS.length ? "" : `${anyOf(option.environments)}: `;
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
    const secret = name.replace(/-file$/, "");
    if (secret !== name && secretInputs.includes(secret)) return `the input ${secret}`;
    const isInput = [ownInputs, gatewayOptions].some((table) => Object.hasOwn(table, name));
    const isAlias = gatewayOptionRows.some(([, { alias }]) => alias === name);
    return isInput || isAlias ? `the input ${name}` : flag;
  });
}

/** The action's outputs. All are set whatever happens; one that there is no value for is empty. */
export const outputs = {
  verdict: "pass, fail or inconclusive; empty where nothing was measured",
  checklist: "Path of checklist.json; of several orderings: of orderings.json",
  "report-path": "Path of report.html; of several orderings: of orderings.md",
  "run-dir": "The folder of the evidence",
  passed: "Number of checks, or of orderings, that passed",
  failed: "Number of checks, or of orderings, that failed",
  inconclusive: "Number of checks, or of orderings, that could not be decided",
  "not-measured": "Number of checks that this run could not show",
  "exit-code":
    "As the command line's: 0 pass, 1 fail, 2 wrong inputs, 3 inconclusive, 4 environment, 129, 130 and 143 ended by a signal",
  comparison: "Against the baseline: regression, cannot-tell, changed or not-changed; empty where nothing was compared",
  kubeconfig: "Of a kind cluster that the input keep has left: path of the kubeconfig that names it",
  "comment-url": "Address of the comment, where there is one",
  "artifact-url": "Address of the artifact, where there is one",
} as const;

export type OutputName = keyof typeof outputs;
