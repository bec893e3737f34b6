/** The -v of a router whose log disturbs nothing: it has the `[WA-ROUTING]` lines, and no line of its own for each request. */
export const QUIET_VERBOSITY = 2;

/** From this -v on a router's log delays requests after their dispatch, and the model servers see another order. */
export const DISTURBING_VERBOSITY = 4;

/** From this -v on a router's own log has a line for each dispatch (`Item dispatched.`). */
export const DISPATCH_LINES_VERBOSITY = 5;
