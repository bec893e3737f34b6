import type { FlowEventOf } from "@wa-routing/protocol";

type RegistryEvent = FlowEventOf<"active-incremented" | "active-decremented">;

/**
 * Whether the counts of one workload's registry lines can all be right in some order of the lines, where no number says in which
 * they were counted: each total comes once, and active requests go down from each level as often as they came up to it.
 */
export class UnorderedCounts {
  readonly #totals = new Set<number>();
  #lowest = Number.POSITIVE_INFINITY;
  #highest = Number.NEGATIVE_INFINITY;
  /** How often more came up to a level than went down from it. */
  readonly #levels = new Map<number, number>();
  #increments = 0;
  #isNumbered = false;

  take({ event, active, total, seq }: RegistryEvent): void {
    if (seq !== null) this.#isNumbered = true;
    if (this.#isNumbered) return;
    const isUp = event === "active-incremented";
    const level = isUp ? active : active + 1;
    this.#levels.set(level, (this.#levels.get(level) ?? 0) + (isUp ? 1 : -1));
    if (!isUp || total === null) return;
    this.#increments += 1;
    this.#totals.add(total);
    this.#lowest = Math.min(this.#lowest, total);
    this.#highest = Math.max(this.#highest, total);
  }

  /** False where lines are numbered: then their order is known. */
  get canBeRight(): boolean {
    const { size } = this.#totals;
    const isEachOnce = size === this.#increments && (size === 0 || this.#highest - this.#lowest + 1 === size);
    return !this.#isNumbered && isEachOnce && [...this.#levels.values()].every((excess) => excess === 0);
  }
}
