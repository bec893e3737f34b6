import type { FlowEvent } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";

/** What the router's log says against itself, against the model servers, or of its own failures. */
export interface RouterHealth {
  readonly errors: readonly string[];
  /** Errors that follow from a client that went away. */
  readonly clientAborts: number;
  /** Starts after the first request of the scenario. */
  readonly restarts: number;
  /** Requests with more than one dispatch line. */
  readonly dispatchedTwice: readonly { readonly id: string; readonly times: number }[];
}

const MAX_EXAMPLES = 5;

// What a router logs as an error when a client goes away while it is served.
const CLIENT_ABORT = /context canceled|client disconnected|stream (reset|closed)|EOF/i;

/** Errors, restarts, and dispatches that the rest of the evidence contradicts. */
export function routerHealth(events: readonly FlowEvent[], traces: readonly RequestTrace[]): RouterHealth {
  const errors = events.flatMap((event) => (event.event === "error" ? [`line ${event.line}: ${event.text}`] : []));
  const aborted = errors.filter((text) => CLIENT_ABORT.test(text));
  const firstRequest = events.findIndex(({ event }) => event === "active-incremented" || event === "objective-missing");
  const restarts = events.filter(
    ({ event }, index) => event === "started" && firstRequest >= 0 && index > firstRequest,
  );
  return {
    errors: errors.filter((text) => !CLIENT_ABORT.test(text)).slice(0, MAX_EXAMPLES),
    clientAborts: aborted.length,
    restarts: restarts.length,
    dispatchedTwice: traces
      .filter(({ logPoints }) => (logPoints.dispatched ?? 0) > 1)
      .slice(0, MAX_EXAMPLES)
      .map(({ record, logPoints }) => ({ id: record.id, times: logPoints.dispatched ?? 0 })),
  };
}
