import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { answeredMeanwhile } from "./answered-meanwhile.ts";
import type { QueueEpisode } from "./queue-episode.ts";
import { countBelow, countUpTo, seenGaps } from "./seen-gaps.ts";
import {
  LEAST_BAND_MS,
  LEAST_CLOSE_PAIRS,
  LEAST_DECIDED_SHARE,
  LEAST_MEASURED_PAIRS,
  MOST_SWAPPED_BEYOND_BAND_SHARE,
  MOST_SWAPPED_SHARE,
} from "./thresholds.ts";

/** Who saw in which order requests were dispatched. */
export type WitnessName = "router-log" | "arrivals" | "completions";

/** When a witness saw a request, in ms on a clock of its own, or as a position in a log. `null`: not at all. */
export interface Witness {
  readonly name: WitnessName;
  readonly sawAt: (trace: RequestTrace) => number | null;
  /** Two requests that were seen closer together than this are undecided; 0 for positions. */
  readonly bandMs: number;
  /** How many of the held requests shared their way with answers, as a share. */
  readonly meanwhile?: (episodes: readonly QueueEpisode[]) => number;
  /** Set where positions are those of lines that nobody counted inside the queue: how good they are is measured, as of arrivals. */
  readonly isLineOrder?: true;
}

/** Why a witness can decide nothing. */
export type PoorWitness =
  | {
      readonly cause: "swapped";
      /** Of `pairs`, those at least 1 ms apart. */
      readonly swapped: number;
      readonly pairs: number;
      readonly largestGapMs: number;
      readonly comparedWith: "router-log" | "send-order";
      /** As `answeredMeanwhile` counts it; of arrivals only. */
      readonly answeredMeanwhileShare: number;
    }
  | { readonly cause: "blurred"; readonly bandMs: number; readonly decidedShare: number };

/** How far a witness can be trusted, measured where the order is known. */
export interface WitnessQuality {
  readonly witness: WitnessName;
  /** What it was compared with: the router's own exact positions, or the order of sending in the control arm. */
  readonly comparedWith: "router-log" | "send-order" | "nothing";
  readonly pairs: number;
  readonly swapped: number;
  readonly largestSwappedGapMs: number;
  /** Pairs by how far apart they were seen, each below so many ms (the last: any). Empty for positions, which have no gap in time. */
  readonly byGap: readonly { readonly belowMs: number | null; readonly pairs: number; readonly swapped: number }[];
  readonly bandMs: number;
  /** Share of pairs that lie outside the band. */
  readonly decidedShare: number;
  /** Why it can decide nothing; null when it can. */
  readonly poor: PoorWitness | null;
}

const GAPS_MS = [0.25, 1, 2, 5, 10, 50, null] as const;

/**
 * The router's own dispatch lines: the places that it counted inside its queue where each line has one, else the order in which
 * the lines were written. Null where no request is named by one.
 */
export function routerLogWitness(traces: readonly RequestTrace[]): Witness | null {
  const dispatched = traces.flatMap((trace) => trace.dispatched ?? []);
  if (dispatched.length === 0) return null;
  const witness: Witness = { name: "router-log", sawAt: ({ dispatched: seen }) => seen?.position ?? null, bandMs: 0 };
  return dispatched.every(({ exact }) => exact) ? witness : { ...witness, isLineOrder: true };
}

/** Arrivals at the model servers, on one clock. */
export function arrivalsWitness(joined: JoinedEvidence, sharedClock: boolean, bandMs: number): Witness {
  const servers = Object.keys(joined.modelServerClocks);
  const oneClock = sharedClock || servers.length <= 1;
  return {
    name: "arrivals",
    bandMs,
    meanwhile: (episodes) => answeredMeanwhile(episodes, joined),
    sawAt({ arrival }) {
      if (arrival === null) return null;
      return arrival.arrivedMs + (oneClock ? 0 : (joined.modelServerClocks[arrival.modelServer]?.offsetMs ?? 0));
    },
  };
}

/** Ends of answers: an order of dispatch only where one request is served at a time. */
export const completionsWitness: Witness = {
  name: "completions",
  sawAt: ({ record }) => (record.outcome === "completed" ? record.endMs : null),
  bandMs: 0,
};

/**
 * Measures a witness against a known order and sets its undecided band from what is found, not from a constant: a tenth wider
 * than the widest gap at which it had a pair the wrong way round (but for one pair in 200), and no narrower than 1 ms or the
 * gap below which hardly a pair was met.
 *
 * @param known The order as another has it; pairs that it does not know are left out.
 */
export function witnessQuality(
  witness: Witness,
  episodes: readonly QueueEpisode[],
  comparedWith: "router-log" | "send-order",
  known: (trace: RequestTrace) => number | null,
): WitnessQuality {
  const { gaps, swappedGaps } = seenGaps(witness.sawAt, episodes, known);
  const largest = swappedGaps.at(-1) ?? 0;
  const widest = swappedGaps.at(-1 - Math.floor(gaps.length * MOST_SWAPPED_BEYOND_BAND_SHARE)) ?? 0;
  const apart = gaps.length - countBelow(LEAST_BAND_MS, gaps);
  const swappedApart = swappedGaps.length - countBelow(LEAST_BAND_MS, swappedGaps);
  const measured = gaps.length >= LEAST_MEASURED_PAIRS;
  const isPosition = witness.bandMs === 0;
  const bandMs = isPosition ? 0 : measured ? Math.max(LEAST_BAND_MS, widest * 1.1, closestKnown(gaps)) : LEAST_BAND_MS;
  const decidedShare = gaps.length === 0 ? 0 : (gaps.length - countUpTo(bandMs, gaps)) / gaps.length;
  const poor = (): PoorWitness | null => {
    // Positions that were counted where the order was made: what differs from the order of sending happened before.
    if (isPosition && witness.isLineOrder !== true) return null;
    if (swappedApart > apart * MOST_SWAPPED_SHARE) {
      const answeredMeanwhileShare = witness.meanwhile?.(episodes) ?? 0;
      const figures = { swapped: swappedApart, pairs: apart, largestGapMs: largest, comparedWith };
      return { cause: "swapped", ...figures, answeredMeanwhileShare };
    }
    return measured && !isPosition && decidedShare < LEAST_DECIDED_SHARE
      ? { cause: "blurred", bandMs, decidedShare }
      : null;
  };
  return {
    witness: witness.name,
    comparedWith: measured ? comparedWith : "nothing",
    pairs: gaps.length,
    swapped: swappedGaps.length,
    largestSwappedGapMs: largest,
    byGap: isPosition ? [] : tallyByGap(gaps, swappedGaps),
    bandMs,
    decidedShare,
    poor: poor(),
  };
}

/** Of pairs closer than this too few were measured to know how often they are swapped. */
function closestKnown(gaps: Float64Array): number {
  return gaps[LEAST_CLOSE_PAIRS - 1] ?? LEAST_BAND_MS;
}

function tallyByGap(gaps: Float64Array, swappedGaps: Float64Array): WitnessQuality["byGap"] {
  return GAPS_MS.map((belowMs, index) => {
    const fromMs = GAPS_MS[index - 1] ?? 0;
    const within = (all: Float64Array) =>
      countBelow(belowMs ?? Number.POSITIVE_INFINITY, all) - countBelow(fromMs, all);
    return { belowMs, pairs: within(gaps), swapped: within(swappedGaps) };
  });
}

/** What a witness says of a pair: -1 the first went first, 1 the second, 0 undecided. */
export function decide({ sawAt, bandMs }: Witness, a: RequestTrace, b: RequestTrace): -1 | 0 | 1 {
  const seenA = sawAt(a);
  const seenB = sawAt(b);
  if (seenA === null || seenB === null || Math.abs(seenA - seenB) <= bandMs) return 0;
  return seenA < seenB ? -1 : 1;
}

/** The members in the order in which a witness saw them; what it did not see is left out. */
export function orderBy({ sawAt }: Witness, members: readonly RequestTrace[]): RequestTrace[] {
  return members
    .flatMap((trace) => {
      const at = sawAt(trace);
      return at === null ? [] : [{ trace, at }];
    })
    .sort((a, b) => a.at - b.at)
    .map(({ trace }) => trace);
}
