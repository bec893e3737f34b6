import type { Control } from "@wa-routing/protocol";
import type { Evidence } from "../evidence/evidence.ts";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { QueueEpisode } from "./queue-episode.ts";
import { LEAST_BAND_MS } from "./thresholds.ts";
import {
  arrivalsWitness,
  completionsWitness,
  routerLogWitness,
  type Witness,
  type WitnessQuality,
  witnessQuality,
} from "./witness.ts";

/** The witnesses of a run, the one that decides first, and how good each was found. */
export interface ChosenWitnesses {
  readonly witnesses: readonly Witness[];
  readonly qualities: readonly WitnessQuality[];
}

/**
 * Measures each witness where the order is known, and orders them by what they can be trusted with.
 *
 * Arrivals are compared with the router's positions in every hold, or else with the order of sending in a control arm without
 * headers; so are positions that are only the order of the log's lines, which are not heard where that arm shows them swapped. They decide, unless they are found disturbed; then the router's log does, and is not enough alone.
 */
export function chooseWitnesses(
  evidence: Evidence,
  joined: JoinedEvidence,
  episodes: readonly QueueEpisode[],
  control: Control | undefined,
): ChosenWitnesses {
  const traces = episodes.flatMap(({ members }) => members);
  const logged = evidence.events === null ? null : routerLogWitness(traces);
  const unmeasured = arrivalsWitness(joined, evidence.gateway.sharedClock, LEAST_BAND_MS);
  const arrived = evidence.arrivals !== null && traces.some((trace) => unmeasured.sawAt(trace) !== null);
  // Only what carries no header is known to leave as it was sent, whatever the policy.
  const known = control?.control === "without-header" ? episodes.filter(({ arm }) => arm === "control") : [];
  const againstSendOrder = (witness: Witness) =>
    witnessQuality(witness, known, "send-order", ({ record }) => record.sequence);
  const logQuality = logged === null ? [] : [againstSendOrder(logged)];
  // Lines that were written in another order than the requests left say nothing of it.
  const log = logQuality[0]?.poor == null ? logged : null;
  if (!arrived) return { witnesses: [...(log === null ? [] : [log]), completionsWitness], qualities: logQuality };
  const inControl = againstSendOrder(unmeasured);
  if (log === null) {
    return { witnesses: [{ ...unmeasured, bandMs: inControl.bandMs }], qualities: [inControl, ...logQuality] };
  }
  const quality = witnessQuality(unmeasured, episodes, "router-log", log.sawAt);
  const arrivals: Witness = { ...unmeasured, bandMs: quality.bandMs };
  return {
    witnesses: quality.poor === null ? [arrivals, log] : [log, arrivals],
    qualities: [quality, inControl, ...logQuality],
  };
}
