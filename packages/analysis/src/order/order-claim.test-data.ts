import { DEFAULT_ROUTER_PARAMETERS, seededRandom } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { QUEUE_DISCIPLINES } from "../policy/queue-discipline.ts";
import type { ClaimedPair, PairSource } from "./claimed-pairs.ts";
import type { ModelOrders, PairPrediction } from "./model-orders.ts";
import { countClaim } from "./order-claim.ts";
import { traceOf } from "./trace.test-data.ts";
import type { Witness } from "./witness.ts";

const witness: Witness = { name: "arrivals", bandMs: 1, sawAt: ({ arrival }) => arrival?.arrivedMs ?? null };
export const arrived = (workload: string, arrivedMs: number) =>
  traceOf(workload, { sentMs: arrivedMs / 1000, arrivedMs });
export const episodeOf = (members: readonly RequestTrace[]) => ({
  trial: 0,
  arm: "treatment" as const,
  members,
  unproven: null,
});
export const fixed = (pairs: readonly ClaimedPair[]): PairSource => ({ pairsOf: () => pairs, dependsOnOrder: false });

/** What the policies are sure of: -1 the first, 1 the second, 0 neither. */
export function modelsOf(aware: PairPrediction, fcfs: PairPrediction = () => 1, without: PairPrediction = () => 1) {
  return modelsUnder([aware], fcfs, [without]);
}

/** The same, for each discipline that a rule has. */
export function modelsUnder(
  aware: readonly PairPrediction[],
  fcfs: PairPrediction,
  without: readonly PairPrediction[],
) {
  const under = (predictions: readonly PairPrediction[]) => ({
    policies: predictions.map((predict, index) => ({
      discipline: QUEUE_DISCIPLINES[index],
      alikeInLine: true,
      predict,
    })),
  });
  return {
    "workload-aware": under(aware),
    fcfs: { policies: [{ discipline: null, alikeInLine: false, predict: fcfs }] },
    "workload-aware-without-criticality": under(without),
  } as unknown as ModelOrders;
}
export const sureOfFirst = modelsOf(() => -1);

/** The count of a claim in one episode with these members. */
export const count = (
  members: readonly RequestTrace[],
  source: PairSource,
  models = sureOfFirst,
  random = null as null | number,
) =>
  countClaim(
    [episodeOf(members)],
    source,
    { discipline: QUEUE_DISCIPLINES[0], term: "criticality", parameters: DEFAULT_ROUTER_PARAMETERS },
    witness,
    models,
    random === null ? null : seededRandom(random),
  );
