import type { LineForm } from "./forms/taken-line.ts";

/** How a line looks that was taken apart: where its own text begins, and a few bytes of it. */
interface Look {
  readonly form: LineForm;
  readonly prefixBytes: number;
  /** The last two bytes of the prefix: they tell a whole line from a part. */
  readonly before: number;
  readonly first: number;
  /** Of forms that begin with digits; -1: any. */
  readonly fifth: number;
  lines: number;
}

const MOST_LOOKS = 4;
// One line in so many is looked at all the same, so that a form that only looks known is found out.
const LOOKED_AT_MASK = 63;
// Where a runtime cuts a line; longer ones may be parts.
const PART_BYTES = 16_000;
const BRACE = 123;

/**
 * Knows lines of forms that were seen before by a few of their bytes, so that most lines of a long log need not be taken apart:
 * what is of interest in them is found by needles.
 */
export class UsualLines {
  readonly #looks: Look[] = [];
  readonly #lines = new Map<LineForm, number>();

  /** Whether the line looks like one that was taken apart before. Such lines are counted here. */
  has(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start >= PART_BYTES) return false;
    for (const look of this.#looks) {
      const at = start + look.prefixBytes;
      if (bytes[at] !== look.first || (look.fifth >= 0 && bytes[at + 4] !== look.fifth)) continue;
      if (look.prefixBytes > 0 && pairBefore(bytes, at) !== look.before) continue;
      look.lines += 1;
      return (look.lines & LOOKED_AT_MASK) !== 0;
    }
    return false;
  }

  /** Takes in how a line looks that is of this form; `prefixBytes` null: not to be known again. */
  learn(bytes: Uint8Array, start: number, prefixBytes: number | null, form: LineForm): void {
    add(this.#lines, form, 1);
    // These have no level that a needle would find: each of their lines is looked at.
    if (prefixBytes === null || form === "go-log" || form === "plain") return;
    const at = start + prefixBytes;
    const first = bytes[at] as number;
    const fifth = first === BRACE || form === "klog" ? -1 : (bytes[at + 4] as number);
    const before = prefixBytes > 0 ? pairBefore(bytes, at) : 0;
    for (const look of this.#looks) {
      if (look.prefixBytes === prefixBytes && look.first === first && look.fifth === fifth && look.before === before) {
        return;
      }
    }
    this.#looks.unshift({ form, prefixBytes, before, first, fifth, lines: 0 });
    this.#keepCounts(this.#looks.splice(MOST_LOOKS));
  }

  /** Forgets the look of a line that could not be taken apart after all. */
  forget(bytes: Uint8Array, start: number): void {
    const at = this.#looks.findIndex(({ prefixBytes, first }) => bytes[start + prefixBytes] === first);
    if (at >= 0) this.#keepCounts(this.#looks.splice(at, 1));
  }

  /** Lines by form, those that were taken apart included. */
  counts(): ReadonlyMap<LineForm, number> {
    const counts = new Map(this.#lines);
    for (const { form, lines } of this.#looks) add(counts, form, unlooked(lines));
    return counts;
  }

  #keepCounts(looks: readonly Look[]): void {
    for (const { form, lines } of looks) add(this.#lines, form, unlooked(lines));
  }
}

function add(counts: Map<LineForm, number>, form: LineForm, lines: number): void {
  counts.set(form, (counts.get(form) ?? 0) + lines);
}

/** Those that were looked at all the same are counted where they were taken apart. */
function unlooked(lines: number): number {
  return lines - Math.floor(lines / (LOOKED_AT_MASK + 1));
}

function pairBefore(bytes: Uint8Array, at: number): number {
  return ((bytes[at - 2] ?? 0) << 8) | (bytes[at - 1] as number);
}
