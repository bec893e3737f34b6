import type { LineForm } from "./forms/taken-line.ts";
import { levelPlace } from "./level-place.ts";
import type { UnwrappedLine } from "./line-prefix.ts";
import type { LogLine } from "./log-line.ts";

/** How a line looks that was taken apart: where its own text begins, and the bytes that say that it is no error. */
interface Look {
  readonly form: LineForm;
  readonly prefixBytes: number;
  /** The last two bytes of the prefix: they tell a whole line from a part. */
  readonly before: number;
  /** Where the level is, from the line's start on. */
  readonly at: number;
  readonly level: Uint8Array;
  lines: number;
}

const MOST_LOOKS = 16;
// One line in so many is looked at all the same, so that a form that only looks known is found out.
const LOOKED_AT_MASK = 63;
// Where a runtime cuts a line; longer ones may be parts.
const PART_BYTES = 16_000;

/**
 * Knows lines that are no errors by the bytes of their level, where these stood in a line that was taken apart before: most lines of
 * a long log need not be, and one whose level is spelled in any other way is. What else is of interest in them is found by needles.
 */
export class UsualLines {
  readonly #looks: Look[] = [];
  readonly #lines = new Map<LineForm, number>();

  /** Whether the line looks like one that was taken apart before. Such lines are counted here. */
  has(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start >= PART_BYTES) return false;
    const look = this.#lookOf(bytes, start);
    if (look === null) return false;
    look.lines += 1;
    return (look.lines & LOOKED_AT_MASK) !== 0;
  }

  /** Counts a line that was taken apart. */
  count(form: LineForm): void {
    this.#lines.set(form, (this.#lines.get(form) ?? 0) + 1);
  }

  /** Takes in how a line looks that is no error. */
  learn(bytes: Uint8Array, start: number, taken: LogLine, { text, prefixCharacters }: UnwrappedLine): void {
    if (prefixCharacters === null || this.#lookOf(bytes, start) !== null) return;
    const place = levelPlace(taken, text);
    if (place === null) return;
    const at = prefixCharacters + place.from;
    const level = new TextEncoder().encode(text.slice(place.from, place.to));
    // Characters before it that are several bytes: it is somewhere else.
    if (!isAt(bytes, start + at, level)) return;
    const before = prefixCharacters > 0 ? pairBefore(bytes, start + prefixCharacters) : 0;
    this.#looks.unshift({ form: taken.form, prefixBytes: prefixCharacters, before, at, level, lines: 0 });
    this.#keepCounts(this.#looks.splice(MOST_LOOKS));
  }

  /** Forgets the look of a line that could not be taken apart after all. */
  forget(bytes: Uint8Array, start: number): void {
    const look = this.#lookOf(bytes, start);
    if (look !== null) this.#keepCounts(this.#looks.splice(this.#looks.indexOf(look), 1));
  }

  /** Lines by form, those that were taken apart included. */
  counts(): ReadonlyMap<LineForm, number> {
    const counts = new Map(this.#lines);
    for (const { form, lines } of this.#looks) counts.set(form, (counts.get(form) ?? 0) + unlooked(lines));
    return counts;
  }

  #lookOf(bytes: Uint8Array, start: number): Look | null {
    const looks = this.#looks;
    for (let index = 0; index < looks.length; index++) {
      const look = looks[index] as Look;
      if (!isAt(bytes, start + look.at, look.level)) continue;
      if (look.prefixBytes > 0 && pairBefore(bytes, start + look.prefixBytes) !== look.before) continue;
      return look;
    }
    return null;
  }

  #keepCounts(looks: readonly Look[]): void {
    for (const { form, lines } of looks) this.#lines.set(form, (this.#lines.get(form) ?? 0) + unlooked(lines));
  }
}

/** Those that were looked at all the same are counted where they were taken apart. */
function unlooked(lines: number): number {
  return lines - Math.floor(lines / (LOOKED_AT_MASK + 1));
}

function isAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  // From the end, where the value is. No wanted byte is a line end, so no match goes beyond the line.
  for (let index = wanted.length - 1; index >= 0; index--) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}

function pairBefore(bytes: Uint8Array, at: number): number {
  return ((bytes[at - 2] ?? 0) << 8) | (bytes[at - 1] as number);
}
