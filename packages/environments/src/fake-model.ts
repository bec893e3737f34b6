/** What every model server that we start serves. */
export const MODEL = "fake-model";

/**
 * How long a model server of ours in a pod takes to the first token, and from token to token, in ms. Longer than a picker in a pod takes to
 * dispatch what was held, some 2 ms a request on two processors: an answer that comes back while others still leave takes the picker's
 * time from them, and they overtake each other on their way.
 */
export const POD_LATENCY = { ttftMs: 60, itlMs: 1 } as const;
