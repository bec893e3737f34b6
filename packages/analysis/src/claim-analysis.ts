import { type Expectation, type Plan, seededRandom } from "@wa-routing/protocol";
import type { ClaimAnalysis } from "./analysis.ts";
import { claimedPairs, referencePairs } from "./order/claimed-pairs.ts";
import { countClaim } from "./order/order-claim.ts";
import type { QueueEpisode } from "./order/queue-episode.ts";
import type { Replays } from "./order/replays.ts";
import type { Witness } from "./order/witness.ts";

/** What one expectation claims about an order, counted in both arms; nothing, if it is about something else. */
export function claimAnalysis(
  { scenario, seed }: Plan,
  expectation: Expectation,
  episodes: readonly QueueEpisode[],
  witness: Witness | undefined,
  replaysOf: (witness: Witness) => Replays,
): ClaimAnalysis[] {
  if (!("minimumContested" in expectation)) return [];
  const { check, minimumContested } = expectation;
  const controlArm = scenario.control !== undefined;
  if (witness === undefined) {
    return [{ check, witness: null, minimumContested, treatment: null, control: null, controlArm }];
  }
  const source =
    "precedences" in expectation
      ? claimedPairs(expectation.precedences, scenario.control)
      : referencePairs(expectation.references, expectation.minimumLevels);
  const count = (arm: "treatment" | "control") =>
    countClaim(
      episodes.filter((episode) => episode.arm === arm),
      source,
      witness,
      replaysOf(witness).orders,
      arm === "treatment" ? seededRandom(`${seed}/${check}`) : null,
    );
  const control = controlArm && "precedences" in expectation ? count("control") : null;
  return [{ check, witness: witness.name, minimumContested, treatment: count("treatment"), control, controlArm }];
}
