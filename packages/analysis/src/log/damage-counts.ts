import type { DamagedLine } from "./line-event.ts";

/** Lines with the marker that are damaged in the same way. */
export interface DamagedLines extends DamagedLine {
  readonly lines: number;
  readonly firstLine: number;
}

const MOST_KINDS = 8;
const QUOTED_CHARACTERS = 80;

/** Counts damaged lines by what is wrong with them: the first few kinds are told. */
export class DamageCounts {
  readonly #kinds = new Map<string, DamagedLines>();
  #lines = 0;

  get lines(): number {
    return this.#lines;
  }

  add({ message, lacks }: DamagedLine, line: number): void {
    this.#lines += 1;
    const quoted = message.slice(0, QUOTED_CHARACTERS);
    const key = JSON.stringify([quoted, lacks]);
    const known = this.#kinds.get(key);
    if (known === undefined && this.#kinds.size >= MOST_KINDS) return;
    this.#kinds.set(key, { ...(known ?? { message: quoted, lacks, firstLine: line }), lines: (known?.lines ?? 0) + 1 });
  }

  kinds(): DamagedLines[] {
    return [...this.#kinds.values()];
  }
}
