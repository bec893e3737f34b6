import { WaRoutingError } from "@wa-routing/protocol";

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** A time as a person writes it, `90s`, `30m` or `1h`, in ms. @throws WaRoutingError `OPTION_INVALID` */
export function readDuration(field: string, text: string): number {
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text.trim()) ?? [];
  const ms = Number(count) * (UNITS_MS[unit] ?? 0);
  if (count !== undefined && ms > 0) return ms;
  throw new WaRoutingError(`${field} is ${JSON.stringify(text)}`, {
    code: "OPTION_INVALID",
    field,
    value: text,
    expected: "a time in seconds, minutes or hours, such as 90s, 30m or 1h",
  });
}
