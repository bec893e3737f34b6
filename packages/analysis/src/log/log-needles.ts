import { LOG_POINT_MARKER } from "@wa-routing/protocol";
import { CRASH_NEEDLES } from "./crash-words.ts";
import { START_NEEDLES } from "./start-words.ts";

/**
 * Texts of which a line of interest has at least one, where its level is none of an error: those are told by their level, which is
 * no usual one. Looked for in bytes: most of a router's log is of no interest.
 */
export const LOG_NEEDLES: readonly string[] = [
  LOG_POINT_MARKER,
  "InferenceObjective found",
  "Item enqueued",
  "Item dispatched",
  "Flow control outcome",
  "enforcing HoL",
  ...START_NEEDLES,
  ...CRASH_NEEDLES,
];
