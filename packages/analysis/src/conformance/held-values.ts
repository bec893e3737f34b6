/** Where in a log a line stands, and when it was written. */
export interface LinePlace {
  readonly line: number;
  readonly atMs: number | null;
}

// Where lines have no times: so many were written, at the most, while one of them was on its way.
const LINES_ON_THEIR_WAY = 20;

/** The values that something of a registry took one after the other, each from the line on that tells of it. */
export class HeldValues<Value> {
  readonly #held: { readonly value: Value; readonly place: LinePlace }[] = [];

  take(value: Value, { line, atMs }: LinePlace): void {
    this.#held.push({ value, place: { line, atMs } });
  }

  /**
   * The values that may have held at a line where nothing says in which order lines were counted: those whose lines are so near that
   * they may have changed places with it, the last one before those, and those that may have changed places with that one.
   */
  around(place: LinePlace, lagMs: number): Value[] {
    const isNearIt = this.#held.map((one) => isNear(one.place, place, lagMs));
    const last = this.#held.findLast((one, index) => one.place.line < place.line && !isNearIt[index])?.place;
    return this.#held
      .filter((one, index) => isNearIt[index] || (last !== undefined && isNear(one.place, last, lagMs)))
      .map(({ value }) => value);
  }
}

/** Whether two lines may stand in another order than what they tell of happened in. */
export function isNear(one: LinePlace, other: LinePlace, lagMs: number): boolean {
  if (one.atMs === null || other.atMs === null) return Math.abs(one.line - other.line) <= LINES_ON_THEIR_WAY;
  return Math.abs(one.atMs - other.atMs) <= lagMs;
}
