import {
  type Expectation,
  isOrderClaim,
  isPrecedenceClaim,
  type OrderClaim,
  type Plan,
  type Random,
  type Scenario,
  type ScoreTerm,
  type SuccessMetricId,
  seededRandom,
} from "@wa-routing/protocol";
import { CLAIMED_RULE } from "../policy/ordering-rule.ts";
import type { Policy } from "../policy/policy.ts";
import type { Interval } from "../statistics/binomial-interval.ts";
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
  /** Of the claimed rule: that under which it explains the whole order best. The counts are under it. */
  readonly discipline: Policy["discipline"];
  /** How the treatment goes under each discipline that was tried. The claim is violated where it is under all. */
  readonly disciplines: readonly ClaimUnderDiscipline[];
}

export interface ClaimUnderDiscipline {
  readonly discipline: Policy["discipline"];
  readonly follows: number;
  readonly violates: number;
  /** Of the share that follows. */
  readonly interval: Interval;
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

/**
 * What one expectation claims about an order, counted in both arms; nothing, if it is about something else.
 *
 * @param discipline Under which the claimed rule explains the order best that the witness saw.
 */
export function claimAnalysis(
  { scenario, seed }: Plan,
  expectation: Expectation,
  episodes: readonly QueueEpisode[],
  witness: Witness | undefined,
  discipline: Policy["discipline"],
  replaysOf: (witness: Witness) => Replays,
): ClaimAnalysis[] {
  if (!isOrderClaim(expectation)) return [];
  const { check, minimumContested } = expectation;
  const controlArm = scenario.control !== undefined;
  const base = { check, minimumContested, controlArm, discipline };
  if (witness === undefined) return [{ ...base, witness: null, treatment: null, control: null, disciplines: [] }];
  const source = isPrecedenceClaim(expectation)
    ? claimedPairs(expectation.precedences, scenario.control)
    : referencePairs(expectation.references, expectation.minimumLevels);
  const { orders } = replaysOf(witness);
  const count = (arm: "treatment" | "control", under: Policy["discipline"], random: Random | null) =>
    countClaim(
      episodes.filter((episode) => episode.arm === arm),
      source,
      { discipline: under, term: CLAIMED_TERM[check] },
      witness,
      orders,
      random,
    );
  const control = controlArm && isPrecedenceClaim(expectation) ? count("control", discipline, null) : null;
  const treatment = count("treatment", discipline, seededRandom(`${seed}/${check}`));
  const disciplines = orders[CLAIMED_RULE].policies.map((policy): ClaimUnderDiscipline => {
    const counts = policy.discipline === discipline ? treatment : count("treatment", policy.discipline, null);
    const { follows, violates, interval } = counts;
    return { discipline: policy.discipline, follows, violates, interval };
  });
  return [{ ...base, witness: witness.name, treatment, control, disciplines }];
}
