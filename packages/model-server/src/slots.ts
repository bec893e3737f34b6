/** Lets so many requests run at a time; the others wait in the order of their coming. */
export class Slots {
  #limit: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param limit 0 is no limit. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  set limit(limit: number) {
    this.#limit = limit;
    this.#admit();
  }

  /** Resolves at once when there is room, which is cheap when there is no limit. */
  enter(): Promise<void> | void {
    if (this.#hasRoom() && this.#waiting.length === 0) {
      this.#running += 1;
      return;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    this.#running -= 1;
    this.#admit();
  }

  #admit(): void {
    while (this.#hasRoom() && this.#waiting.length > 0) {
      this.#running += 1;
      this.#waiting.shift()?.();
    }
  }

  #hasRoom(): boolean {
    return this.#limit === 0 || this.#running < this.#limit;
  }
}
