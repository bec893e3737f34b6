import type { RouterParameters } from "@wa-routing/protocol";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import { type ModelOrders, modelOrders } from "./model-orders.ts";
import { type Releases, type ReplayTimes, replayTimes } from "./replay-times.ts";
import type { Witness, WitnessName } from "./witness.ts";

/** The times that are replayed for a witness, and what the policies do with them. */
export interface Replays {
  readonly times: ReplayTimes;
  readonly orders: ModelOrders;
}

/** Replays for each witness that is asked about; once where two of them saw the same requests and the router's own times serve both. */
export function createReplays(
  joined: JoinedEvidence,
  seed: number,
  parameters: RouterParameters,
  releases: Releases,
): (witness: Witness) => Replays {
  const known = new Map<WitnessName, Replays>();
  return (witness) => {
    const own = known.get(witness.name);
    if (own !== undefined) return own;
    const times = replayTimes(joined, witness, parameters, releases);
    const same = [...known.values()].find((other) => areSame(other.times, times));
    const replays = same ?? { times, orders: modelOrders(times, seed) };
    known.set(witness.name, replays);
    return replays;
  };
}

function areSame(a: ReplayTimes, b: ReplayTimes): boolean {
  if (a.uncertainty.clock !== "router" || b.uncertainty.clock !== "router") return false;
  return a.traces.length === b.traces.length && a.traces.every((trace, index) => trace === b.traces[index]);
}
