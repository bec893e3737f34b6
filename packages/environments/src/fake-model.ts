/** What every model server that we start serves. */
export const MODEL = "fake-model";

/**
 * How long a model server of ours in a pod takes to the first token, and from token to token, in ms. The 32 tokens of a held request take
 * longer than a picker in a pod needs to dispatch all that were held, some 2 ms each on two processors: an answer that comes back while
 * others still leave takes the picker's time from them, and they overtake each other on their way. Where the overhead is measured, one
 * token is asked for, so that what the gateway adds is not lost in the model server's own time.
 */
export const POD_LATENCY = { ttftMs: 1, itlMs: 3 } as const;
