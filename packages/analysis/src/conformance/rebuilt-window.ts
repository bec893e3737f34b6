/** What a logged rate says: nothing that could be compared; what the events give; or something else than what they give. */
export type RateReading =
  | { readonly reading: "silent" | "right" }
  | { readonly reading: "wrong"; readonly expected: number };

/** A logged rate, and how well the times around it are known. */
export interface LoggedRate {
  readonly atMs: number;
  readonly ratePerSecond: number;
  /** How far the rate may be from the router's own, since it was rounded. */
  readonly halfRate: number;
  /** How far the times of a log may be from the truth, the gap before this line apart. */
  readonly toleranceMs: number;
  /** Since the line before, in ms: so long may the rate have been taken before its line was written. */
  readonly gapMs: number;
}

interface Span {
  /** At its first request, or where the first rate that was logged in it says. */
  startMs: number | null;
  /** How far the start may be from the truth. */
  slackMs: number;
}

/** How many requests a window had, from one of them to the next. */
export interface WindowCount {
  readonly requests: number;
  readonly span: Readonly<Span>;
}

const SILENT = { reading: "silent" } as const;
const RIGHT = { reading: "right" } as const;

/**
 * The rate window of one workload, rebuilt from the events.
 *
 * A rate cannot be compared as it stands, since it falls while one looks: what is compared is the start of the window that it
 * implies (`count / rate` ago), which must be the same for all lines of a window, to within the resolution of the log's times.
 */
export class RebuiltWindow {
  readonly #lengthMs: number;
  #requests = 0;
  #span: Span = { startMs: null, slackMs: 0 };

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
  }

  /** A request came in. A window begins with a workload's first request, and with the first one after the last window's end. */
  requestCame(atMs: number | null, isFirst: boolean, gapMs: number): WindowCount {
    const { startMs } = this.#span;
    const isOver = atMs !== null && startMs !== null && atMs - startMs > this.#lengthMs;
    if (isFirst || isOver) {
      this.#requests = 0;
      this.#span = { startMs: atMs, slackMs: gapMs };
    }
    this.#requests += 1;
    return { requests: this.#requests, span: this.#span };
  }

  /** Compares a logged rate with the window; the first one of a window whose start is not known gives it. */
  read(logged: LoggedRate): RateReading {
    if (this.#span.startMs !== null) return this.compare(logged, { requests: this.#requests, span: this.#span });
    const { atMs, ratePerSecond, gapMs } = logged;
    const [youngestMs, oldestMs] = impliedAgesMs(this.#requests, logged);
    if (oldestMs < Number.POSITIVE_INFINITY) {
      this.#span.startMs = atMs - (this.#requests * 1000) / ratePerSecond;
      this.#span.slackMs = gapMs + oldestMs - youngestMs;
    }
    return SILENT;
  }

  /** Compares a logged rate with the count that a window had, now or at another time. */
  compare(logged: LoggedRate, { requests, span }: WindowCount): RateReading {
    const { atMs, ratePerSecond, toleranceMs: ofTimes, gapMs } = logged;
    if (span.startMs === null) return SILENT;
    const [youngestMs, oldestMs] = impliedAgesMs(requests, logged);
    const ageMs = atMs - span.startMs;
    const toleranceMs = ofTimes + span.slackMs + gapMs;
    // Too young or too old to say what the rate is: both give 0.
    if (ratePerSecond === 0 && (ageMs <= toleranceMs || ageMs >= this.#lengthMs - toleranceMs)) return SILENT;
    const isOver = ageMs > this.#lengthMs + toleranceMs;
    if (!isOver && ageMs >= youngestMs - toleranceMs && ageMs <= oldestMs + toleranceMs) return RIGHT;
    return { reading: "wrong", expected: isOver ? 0 : (requests * 1000) / Math.max(ageMs, toleranceMs) };
  }
}

/** From the youngest to the oldest that a window can be by its rate, before that was rounded. */
function impliedAgesMs(requests: number, { ratePerSecond, halfRate }: LoggedRate): readonly [number, number] {
  const oldestMs = ratePerSecond > halfRate ? (requests * 1000) / (ratePerSecond - halfRate) : Number.POSITIVE_INFINITY;
  return [(requests * 1000) / (ratePerSecond + halfRate), oldestMs];
}
