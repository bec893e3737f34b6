/** From this -v on a router's log delays requests after their dispatch, and the model servers see another order. */
export const DISTURBING_VERBOSITY = 4;
