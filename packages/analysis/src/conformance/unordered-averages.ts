import type { FlowEventOf } from "@wa-routing/protocol";

type AverageLine = Pick<FlowEventOf<"wait-recorded">, "waitSeconds" | "emaSeconds" | "seq">;

/** An average, and the one that it says was there before it; a first one, which is its own wait: itself. */
interface Step {
  readonly before: number;
  readonly after: number;
}

/**
 * Whether the average waits of one workload can all be right in some order of their lines, where no number says in which they were
 * counted. Each is made of its own wait and of the average before it: the lines must form one chain from the first average on.
 */
export class UnorderedAverages {
  readonly #alpha: number;
  readonly #tolerance: number;
  readonly #steps: Step[] = [];
  #isNumbered = false;

  /** @param tolerance How far a logged average may be from what it should be. */
  constructor(alpha: number, tolerance: number) {
    this.#alpha = alpha;
    this.#tolerance = tolerance / (1 - alpha);
  }

  take({ waitSeconds, emaSeconds, seq }: AverageLine): void {
    if (seq !== null) this.#isNumbered = true;
    const before = (emaSeconds - this.#alpha * waitSeconds) / (1 - this.#alpha);
    if (!this.#isNumbered) this.#steps.push({ before, after: emaSeconds });
  }

  /** False where lines are numbered, and where an average is its wait alone: then their order is known, or does not matter. */
  canBeRight(isKnownFromStart: boolean): boolean {
    if (this.#isNumbered || this.#alpha === 1) return false;
    const levelOf = levels(
      this.#steps.flatMap(({ before, after }) => [before, after]),
      this.#tolerance,
    );
    const steps = this.#steps.map(({ before, after }): Step => ({ before: levelOf(before), after: levelOf(after) }));
    if (!isOnePiece(steps)) return false;
    const firsts = new Set(steps.flatMap(({ before, after }) => (before === after ? [before] : [])));
    const excess = new Map<number, number>();
    for (const { before, after } of steps) {
      excess.set(before, (excess.get(before) ?? 0) + 1);
      excess.set(after, (excess.get(after) ?? 0) - 1);
    }
    // The first average has none before it, so that its own level is left once more often than it is come to; the last is not left.
    const leftMore = [...excess].flatMap(([level, times]) => (times > 0 ? Array<number>(times).fill(level) : []));
    if (leftMore.length > 1) return false;
    return (
      !isKnownFromStart || (leftMore.length === 0 ? firsts.size > 0 : leftMore.every((level) => firsts.has(level)))
    );
  }
}

/** Numbers values so that those within the tolerance of each other have the same number. */
function levels(values: readonly number[], tolerance: number): (value: number) => number {
  const numbers = new Map<number, number>();
  let previous = Number.NEGATIVE_INFINITY;
  let level = 0;
  for (const value of [...values].sort((a, b) => a - b)) {
    if (value - previous > tolerance) level += 1;
    numbers.set(value, level);
    previous = value;
  }
  return (value) => numbers.get(value) as number;
}

/** Whether one can come from each step to each other one over levels that they share. */
function isOnePiece(steps: readonly Step[]): boolean {
  const neighbours = new Map<number, Set<number>>();
  for (const { before, after } of steps) for (const level of [before, after]) neighbours.set(level, new Set());
  for (const { before, after } of steps) {
    neighbours.get(before)?.add(after);
    neighbours.get(after)?.add(before);
  }
  const [start] = neighbours.keys();
  const reached = new Set(start === undefined ? [] : [start]);
  for (const level of reached) for (const next of neighbours.get(level) ?? []) reached.add(next);
  return reached.size === neighbours.size;
}
