const PATTERN = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|z|[+-]\d\d:?\d\d)?$/;

/**
 * A time in RFC 3339 as ms since 1970, with all its digits; null for anything else. Without a zone it is taken as UTC.
 *
 * Days are counted as in Hinnant, chrono-Compatible Low-Level Date Algorithms (days_from_civil).
 */
export function parseRfc3339(text: string): number | null {
  const match = PATTERN.exec(text);
  if (match === null) return null;
  const [, year, month, day, hours, minutes, seconds, fraction = "", zone = "Z"] = match;
  const days = daysFromCivil(Number(year), Number(month), Number(day));
  const clock = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (days * 86_400 + clock - zoneSeconds(zone)) * 1000 + Number(`0.${fraction || "0"}`) * 1000;
}

function zoneSeconds(zone: string): number {
  if (zone === "Z" || zone === "z") return 0;
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
