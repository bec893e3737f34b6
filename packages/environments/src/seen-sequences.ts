/** Which sequence numbers have been seen, where some come late: a place is taken when a request begins, and told when its body is there. */
export class SeenSequences {
  #next: number;
  readonly #beyond = new Set<number>();

  /** @param next The first number that is expected; those before count as seen. */
  constructor(next: number) {
    this.#next = next;
  }

  /** Up to here all have been seen; -1: none. */
  get contiguousUpTo(): number {
    return this.#next - 1;
  }

  /** Whether a number is seen for the first time. */
  add(sequence: number): boolean {
    if (sequence < this.#next || this.#beyond.has(sequence)) return false;
    this.#beyond.add(sequence);
    while (this.#beyond.delete(this.#next)) this.#next += 1;
    return true;
  }
}
