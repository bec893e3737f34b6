import { WaRoutingError } from "@wa-routing/protocol";
import { readDuration } from "./duration.ts";

/** Whether a gateway stays up after its run, so that it can be looked at, and for how long. */
export interface Hold {
  /** `on-failure`: only when the verdict is not pass. */
  readonly when: "always" | "on-failure";
  /** Null: until somebody ends it. */
  readonly mostMs: number | null;
}

const FIELD = "--hold";
const ON_FAILURE = "on-failure";

/** Reads `10m`, `on-failure` or `on-failure 10m`. @throws WaRoutingError `OPTION_INVALID` */
export function readHold(text: string): Hold {
  const words = text.trim().split(/\s+/);
  const when = words[0] === ON_FAILURE ? ON_FAILURE : "always";
  const [time, ...more] = when === ON_FAILURE ? words.slice(1) : words;
  if (time === undefined && when === ON_FAILURE) return { when, mostMs: null };
  if (time !== undefined && more.length === 0 && /^\d/.test(time)) return { when, mostMs: readDuration(FIELD, time) };
  throw new WaRoutingError(`${FIELD} is ${JSON.stringify(text)}`, {
    code: "OPTION_INVALID",
    field: FIELD,
    value: text,
    expected: `a time such as 10m, ${ON_FAILURE}, or "${ON_FAILURE} 10m"`,
  });
}
