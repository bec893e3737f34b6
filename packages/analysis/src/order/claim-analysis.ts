import {
  type Expectation,
  isOrderClaim,
  isPrecedenceClaim,
  type OrderClaim,
  type Plan,
  type Scenario,
  type ScoreTerm,
  type SuccessMetricId,
  seededRandom,
} from "@wa-routing/protocol";
import { claimedPairs, referencePairs } from "./claimed-pairs.ts";
import { type ClaimCounts, countClaim } from "./order-claim.ts";
import type { QueueEpisode } from "./queue-episode.ts";
import type { Replays } from "./replays.ts";
import type { Witness, WitnessName } from "./witness.ts";

/** How a claim about an order went in both arms. */
export interface ClaimAnalysis {
  readonly check: SuccessMetricId;
  /** Who saw it; null: nobody. */
  readonly witness: WitnessName | null;
  readonly minimumContested: number;
  readonly treatment: ClaimCounts | null;
  readonly control: ClaimCounts | null;
  readonly controlArm: boolean;
}

/** The term of the score that each claim is about: without it, the policy must not give the same order. */
const CLAIMED_TERM: Readonly<Record<OrderClaim["check"], ScoreTerm>> = {
  "functional.criticality-order": "criticality",
  "functional.wait-boost": "wait",
  "functional.rate-penalty": "rate",
  "functional.default-workload": "criticality",
};

/** The terms that a scenario claims something about, each once. */
export function claimedTerms({ expectations }: Scenario): ScoreTerm[] {
  return [...new Set(expectations.filter(isOrderClaim).map(({ check }) => CLAIMED_TERM[check]))];
}

/** What one expectation claims about an order, counted in both arms; nothing, if it is about something else. */
export function claimAnalysis(
  { scenario, seed }: Plan,
  expectation: Expectation,
  episodes: readonly QueueEpisode[],
  witness: Witness | undefined,
  replaysOf: (witness: Witness) => Replays,
): ClaimAnalysis[] {
  if (!isOrderClaim(expectation)) return [];
  const { check, minimumContested } = expectation;
  const controlArm = scenario.control !== undefined;
  if (witness === undefined) {
    return [{ check, witness: null, minimumContested, treatment: null, control: null, controlArm }];
  }
  const source = isPrecedenceClaim(expectation)
    ? claimedPairs(expectation.precedences, scenario.control)
    : referencePairs(expectation.references, expectation.minimumLevels);
  const count = (arm: "treatment" | "control") =>
    countClaim(
      episodes.filter((episode) => episode.arm === arm),
      source,
      CLAIMED_TERM[check],
      witness,
      replaysOf(witness).orders,
      arm === "treatment" ? seededRandom(`${seed}/${check}`) : null,
    );
  const control = controlArm && isPrecedenceClaim(expectation) ? count("control") : null;
  return [{ check, witness: witness.name, minimumContested, treatment: count("treatment"), control, controlArm }];
}
