import { DEFAULT_CONFIDENCE } from "../statistics/binomial-interval.ts";

// The judge's bounds on orders, each in one place: checks and texts take them from here.

/** A rule must be followed by more than this share of what it decides; one that is clearly not is refuted. */
export const RIGHT_SHARE = 0.9;

/** A true rule may be disturbed in one pair of twenty: it explains an order from this share of agreeing pairs on. */
export const EXPLAINS_FROM = 0.95;

/** Decisive pairs below which nothing is said about a rule. */
export const LEAST_DECISIVE_PAIRS = 10;

/** Pairs for which another rule is sure of the opposite: with fewer, it cannot be refuted. */
export const LEAST_OPPOSED_PAIRS = 20;

/** A random order must have no larger chance than this to follow a claim as well. */
export const MOST_CHANCE = 0.001;

/** Share of the requests that a witness must have seen. */
export const LEAST_JOINED_SHARE = 0.99;

/** Of the intervals. */
export const CONFIDENCE = DEFAULT_CONFIDENCE;

/** The narrowest band in ms, whatever a run measures, and that of a run which cannot: no inverted pair of 9,993 was further apart. */
export const LEAST_BAND_MS = 1;

/** Pairs from which a witness counts as measured. */
export const LEAST_MEASURED_PAIRS = 100;

/** None swapped of 30 leaves at most one in ten (95 %). */
export const LEAST_CLOSE_PAIRS = 30;

/** Of the pairs at least 1 ms apart; closer ones are swapped on every router (10 of 13 within 0.05 ms) and never decide. */
export const MOST_SWAPPED_SHARE = 0.02;

/** One stall of the machine swaps a few pairs by far: so many are decided all the same, and count against what is claimed. */
export const MOST_SWAPPED_BEYOND_BAND_SHARE = 0.005;

/** Of the requests held: so few may arrive after an answer to another by one stall of the machine; more are named as what swapped them. */
export const MOST_ANSWERED_MEANWHILE_SHARE = 0.1;

/** Share of the pairs that a witness must be able to decide. */
export const LEAST_DECIDED_SHARE = 0.5;
