import {
  explainScore,
  isPrecedenceClaim,
  type Precedence,
  priorityScore,
  type RouterParameters,
  type Scenario,
  type ScoreInputs,
  WaRoutingError,
} from "@wa-routing/protocol";
import { type Release, releases } from "./ideal-router.ts";
import { windowIsNotCrossed } from "./priming-rules.ts";
import type { Problem } from "./scenario-problem.ts";

/**
 * What these parameters cannot show within a scenario: a rate window that is crossed, and each order that is claimed although the
 * scores at the release are for the opposite. Worked out from the plan, as if all but the planned pauses took no time.
 */
export function hiddenClaims(scenario: Scenario, parameters: RouterParameters): Problem[] {
  if (!scenario.expectations.some(isPrecedenceClaim)) return [];
  const found = releases(scenario, parameters);
  const claims = scenario.expectations.flatMap((expectation, index) => {
    if (!isPrecedenceClaim(expectation)) return [];
    return expectation.precedences.flatMap((precedence, nth) => {
      const meetings = found.filter((release) => release.has(precedence.first) && release.has(precedence.second));
      const [message = null, ...others] = meetings.map((release) => scoresAgainst(precedence, release, parameters));
      if (message === null || others.includes(null)) return [];
      return [{ path: ["expectations", index, "precedences", nth], message }];
    });
  });
  return [...windowIsNotCrossed(scenario, parameters), ...claims];
}

/**
 * Refuses a scenario whose claims no router with these parameters could show.
 *
 * @throws WaRoutingError `SCENARIO_INVALID` with all problems, one a line.
 */
export function checkVisible(scenario: Scenario, parameters: RouterParameters): void {
  const problems = hiddenClaims(scenario, parameters);
  if (problems.length === 0) return;
  const lines = problems.map(({ path, message }) => `${scenario.name}: ${path.join(".")}: ${message}`);
  throw new WaRoutingError(lines.join("\n"), {
    code: "SCENARIO_INVALID",
    value: lines,
    expected: "claims that a router with the declared parameters can show",
    remedy: "check --score, or leave the scenario out: --scenario NAME[,NAME]",
  });
}

/** Why a claim cannot be shown at a release where its two workloads meet; null where it can. */
function scoresAgainst(
  { first, second, firstDispatches = 1 }: Precedence,
  release: Release,
  parameters: RouterParameters,
): string | null {
  const [own, other] = [release.get(first), release.get(second)] as [ScoreInputs, ScoreInputs];
  // Each dispatch before the last one that is claimed takes its share of the average wait.
  const left = { ...own, emaSeconds: own.emaSeconds * (1 - parameters.emaAlpha) ** (firstDispatches - 1) };
  if (priorityScore(left, parameters).score > priorityScore(other, parameters).score) return null;
  const scores = [left, other].map((inputs) => explainScore(inputs, parameters));
  const nth = firstDispatches === 1 ? "" : ` number ${firstDispatches}`;
  return `with these parameters ${JSON.stringify(first)}${nth} does not go before ${JSON.stringify(second)}: ${scores.join(" against ")}`;
}
