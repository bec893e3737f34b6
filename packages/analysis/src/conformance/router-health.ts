import type { FlowEvent, FlowEventOf } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";
import type { TimeSpan, WrittenWithin } from "../evidence/written-within.ts";

/** What the router's log says against itself, against the model servers, or of its own failures. */
export interface RouterHealth {
  readonly errorLines: number;
  /** The first of them, with their lines. */
  readonly errors: readonly string[];
  /** Errors that follow from a client that went away. */
  readonly clientAborts: number;
  /** Starts beside the one with which the log begins. */
  readonly restarts: number;
  /** The first requests with more than one dispatch line. */
  readonly dispatchedTwice: readonly { readonly id: string; readonly times: number }[];
}

const MAX_EXAMPLES = 5;

// How routers word it when a client goes away while it is served.
const CLIENT_ABORT = /context canceled|client disconnected|stream (reset|closed)|EOF/i;
// How routers word it when a model server's page of metrics does not come. Upstream v1.5.0 has "Failed to refresh metrics" and "failed to fetch data from".
const MODEL_SERVER_SILENT = /^(?:poll failed|failed to (?:refresh|fetch|scrape) metrics|failed to fetch data from)\b/i;
// So many lines of those name nobody for each request that a client aborts, in the fork and upstream.
const UNNAMED_LINES_PER_ABORT = 3;
// A queue that is swept once a second tells of what has left it.
const ABORT_TOLD_MS = 5000;

/** When it was that something else than the router failed. */
export interface RouterTimes {
  /** When a model server may not have answered. */
  readonly silences: readonly TimeSpan[];
  readonly isWithin: WrittenWithin;
}

const UNTIMED: RouterTimes = { silences: [], isWithin: (_, spans) => spans.length > 0 };

/**
 * Errors, restarts, and dispatches that the rest of the evidence contradicts.
 *
 * An error follows from a client's abort only where a client of this run aborted a request, and the line names that one, or is one
 * of the few that name nobody and were written then. Words alone prove nothing. In the same way an error follows from a model server
 * that does not answer only while this run met one that did not.
 */
export function routerHealth(
  events: readonly FlowEvent[],
  traces: readonly RequestTrace[],
  { silences, isWithin }: RouterTimes = UNTIMED,
): RouterHealth {
  const aborted = traces.filter(({ record }) => record.outcome === "timed-out" || record.outcome === "aborted");
  const abortedIds = new Set(aborted.flatMap(({ record }) => [record.id, record.requestId ?? record.id]));
  const linesLeft = aborted.map(({ record: { endMs } }) => ({
    span: { fromMs: endMs, toMs: endMs + ABORT_TOLD_MS },
    lines: UNNAMED_LINES_PER_ABORT,
  }));
  const followsFromAbort = ({ requestId, text, atMs }: FlowEventOf<"error">) => {
    if (requestId !== null) return abortedIds.has(requestId);
    if ([...abortedIds].some((id) => text.includes(id))) return true;
    const abort = CLIENT_ABORT.test(text)
      ? linesLeft.find(({ span, lines }) => lines > 0 && isWithin(atMs, [span]))
      : undefined;
    if (abort === undefined) return false;
    abort.lines -= 1;
    return true;
  };
  const found = events
    .filter((event) => event.event === "error")
    .filter(({ text, atMs }) => !(MODEL_SERVER_SILENT.test(text) && isWithin(atMs, silences)));
  const errors = found.filter((event) => !followsFromAbort(event));
  return {
    errorLines: errors.length,
    errors: errors.slice(0, MAX_EXAMPLES).map(({ line, text }) => `line ${line}: ${text}`),
    clientAborts: found.length - errors.length,
    restarts: restartsIn(events),
    dispatchedTwice: traces
      .filter(({ logPoints }) => (logPoints.dispatched ?? 0) > 1)
      .slice(0, MAX_EXAMPLES)
      .map(({ record, logPoints }) => ({ id: record.id, times: logPoints.dispatched ?? 0 })),
  };
}

/** A router says several things when it starts, each once: what it said most often tells how often. */
function restartsIn(events: readonly FlowEvent[]): number {
  const times = new Map<string, number>();
  for (const event of events) {
    if (event.event !== "started") continue;
    const key = JSON.stringify([event.source, event.text]);
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...times.values());
}
