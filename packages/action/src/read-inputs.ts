import type { Scenario } from "@wa-routing/protocol";
import {
  chooseOrderings,
  errorText,
  gatewayOptionRows,
  type OrderedGateway,
  readGatewayChoice,
  readOption,
  readScenarios,
  withTrials,
} from "wa-routing/options";
import { type BaselineChoice, readBaseline } from "./baseline/baseline-choice.ts";
import { inInputs, inputs, type OwnInputName, ownInputs } from "./inputs.ts";
import { readMatrix } from "./workflow/matrix.ts";

/** Texts of inputs, by name; one that was left empty is not there. */
export type InputTexts = ReadonlyMap<string, string>;

/** What is to be done, as the inputs say it. */
export interface ActionInputs {
  readonly failOn: "fail" | "inconclusive" | "never";
  readonly baseline: BaselineChoice;
  readonly failOnRegression: boolean;
  readonly comment: "always" | "changes" | "problems" | "never";
  readonly commentKey: string;
  readonly pullRequest: number | null;
  /** null: nothing can be asked of GitHub. */
  readonly token: string | null;
  readonly artifactName: string;
  /** The values of the leg of the matrix; none: there is no matrix. */
  readonly leg: readonly string[];
  readonly timeoutMs: number | null;
  /** null: a fresh one. */
  readonly runDir: string | null;
  /** What is run; null: nothing, the mode is `report`. */
  readonly run: {
    readonly scenarios: readonly Scenario[];
    readonly gateways: readonly OrderedGateway[];
    readonly seed: number | null;
  } | null;
}

/** Inputs as they were read; or everything that is wrong with them, an item each. */
export type InputsReading =
  | { readonly reading: "inputs"; readonly inputs: ActionInputs }
  | { readonly reading: "wrong"; readonly problems: readonly string[] };

const MINUTE_MS = 60_000;
const IDLE_REGRESSION =
  "with the input baseline none nothing is compared: the input fail-on-regression true would do nothing\n→ leave one of them out";

/** Reads all inputs. Nothing is started. */
export function readInputs(texts: InputTexts): InputsReading {
  const problems = [...unknownInputs(texts)];
  const attempt = <Read>(read: () => Read): Read | undefined => {
    try {
      return read();
    } catch (error) {
      const problem = inInputs(errorText(error));
      if (!problems.includes(problem)) problems.push(problem);
      return undefined;
    }
  };
  const own = <Read extends string | number | boolean = string>(name: OwnInputName): Read | undefined => {
    const text = texts.get(name);
    if (text === undefined) return undefined;
    return attempt(() => readOption(name, ownInputs[name].value, text)) as Read | undefined;
  };
  const timeout = own<number>("timeout");
  const failOn = own<ActionInputs["failOn"]>("fail-on");
  const comment = own<ActionInputs["comment"]>("comment");
  const pullRequest = own<number>("pr-number");
  const leg = attempt(() => readMatrix(texts.get("matrix")));
  const artifactName = attempt(() => checkArtifactName(texts.get("artifact-name")));
  const baseline = readBaseline(texts.get("baseline") ?? ownInputs.baseline.default);
  const failOnRegression = own<boolean>("fail-on-regression") ?? false;
  if (failOnRegression && baseline.baseline === "none") problems.push(IDLE_REGRESSION);
  const mode = own("mode");
  const run = mode === "report" ? attempt(() => refuseRunInputs(texts)) : readRun(texts, attempt, own);
  if (problems.length > 0) return { reading: "wrong", problems };
  const read = {
    failOn: failOn ?? "inconclusive",
    baseline,
    failOnRegression,
    comment: comment ?? "always",
    commentKey: texts.get("comment-key") ?? "",
    pullRequest: pullRequest ?? null,
    token: texts.get("github-token") ?? null,
    artifactName: artifactName ?? ownInputs["artifact-name"].default,
    leg: leg ?? [],
    timeoutMs: timeout === undefined ? null : timeout * MINUTE_MS,
    runDir: texts.get("run-dir") ?? null,
    run: run ?? null,
  };
  return { reading: "inputs", inputs: read };
}

function* unknownInputs(texts: InputTexts): Generator<string> {
  for (const name of texts.keys()) {
    if (Object.hasOwn(inputs, name)) continue;
    const variable = `INPUT_${name.toUpperCase()}`;
    yield `there is no input ${name}\n→ action.yml lists them; if a job sets the variable ${variable} for itself, give it another name`;
  }
}

function readRun(
  texts: InputTexts,
  attempt: <Read>(read: () => Read) => Read | undefined,
  own: <Read extends string | number>(name: OwnInputName) => Read | undefined,
): ActionInputs["run"] | undefined {
  const seed = own<number>("seed");
  const trials = own<number>("trials");
  if (texts.get("router-log") === "-") {
    attempt(() => {
      throw new Error("the input router-log is -, and an action has no standard input");
    });
  }
  // One by one, so that each wrong value is named; then together.
  const names = gatewayOptionRows.flatMap(([name, { alias }]) => (alias === undefined ? [name] : [name, alias]));
  const each = names.map((name) =>
    attempt(() => readGatewayChoice((asked) => (asked === name ? texts.get(name) : undefined))),
  );
  const choice = each.includes(undefined) ? undefined : attempt(() => readGatewayChoice((name) => texts.get(name)));
  const gateways =
    choice === undefined
      ? undefined
      : attempt(() => chooseOrderings({ ...choice, ...(seed === undefined ? {} : { seed }) }));
  const asked = { orderings: choice?.ordering, parameters: gateways?.[0]?.parameters };
  const scenarios = attempt(() =>
    readScenarios(texts.get("scenarios") ?? "all", asked).map((scenario) => withTrials(scenario, trials)),
  );
  return scenarios === undefined || gateways === undefined ? undefined : { scenarios, gateways, seed: seed ?? null };
}

/** An input that would do nothing is refused; `scenarios` always has a value. */
function refuseRunInputs(texts: InputTexts): null {
  const idle = ["seed", "trials", "timeout", ...gatewayOptionRows.map(([name]) => name)].filter((name) =>
    texts.has(name),
  );
  if (idle.length === 0) return null;
  throw new Error(`with the input mode report nothing is run: ${idle.join(", ")} would do nothing`);
}

function checkArtifactName(name: string | undefined): string | undefined {
  if (name === undefined || !/["':<>|*?\r\n\\/]/.test(name)) return name;
  throw new Error(
    `the input artifact-name is ${JSON.stringify(name)}\n  expected a name without " ' : < > | * ? / and \\`,
  );
}
