const PATTERN = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)?$/;
const FRACTION = 20;
const MAX_DIGITS = 15;

// Most lines are of the same day as the one before.
let lastDay = "none";
let lastDayMs = 0;

/**
 * A time in RFC 3339 as ms since 1970, with all its digits, and the step of its last digit; null for anything else. Without a zone
 * it is taken as UTC.
 *
 * Days are counted as in Hinnant, chrono-Compatible Low-Level Date Algorithms (days_from_civil).
 */
export function parseRfc3339(text: string): { readonly atMs: number; readonly stepMs: number } | null {
  if (!PATTERN.test(text)) return null;
  if (!text.startsWith(lastDay)) {
    lastDay = text.slice(0, 10);
    lastDayMs = daysFromCivil(numberAt(text, 0, 4), numberAt(text, 5, 7), numberAt(text, 8, 10)) * 86_400_000;
  }
  const clock = (numberAt(text, 11, 13) * 60 + numberAt(text, 14, 16)) * 60 + numberAt(text, 17, 19);
  let end = FRACTION;
  if (text[FRACTION - 1] === ".") while (isDigit(text, end)) end += 1;
  else end -= 1;
  const written = Math.max(0, end - FRACTION);
  const digits = Math.min(written, MAX_DIGITS);
  const fractionMs = (numberAt(text, FRACTION, FRACTION + digits) * 1000) / 10 ** digits;
  return { atMs: lastDayMs + (clock - zoneSeconds(text.slice(end))) * 1000 + fractionMs, stepMs: 1000 / 10 ** written };
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function numberAt(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = 10 * value + text.charCodeAt(at) - 48;
  return value;
}

function zoneSeconds(zone: string): number {
  if (zone === "" || zone === "Z" || zone === "z") return 0;
  const sign = zone.startsWith("-") ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60;
}

function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
