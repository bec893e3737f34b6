/** Lets so many requests run at a time; the others wait in the order of their coming. */
export class Slots {
  #limit: number;
  #running = 0;
  #paused = false;
  readonly #waiting = new Set<() => void>();

  /** @param limit 0 is no limit. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  set limit(limit: number) {
    this.#limit = limit;
    this.#admit();
  }

  /** Whether nobody is let in: those who run go on, all others wait. */
  get paused(): boolean {
    return this.#paused;
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    this.#admit();
  }

  /**
   * Resolves at once when there is room, which is cheap when there is no limit.
   *
   * @param left Who has left meanwhile waits no more: rejected with the signal's reason.
   */
  enter(left?: AbortSignal): Promise<void> | void {
    if (this.#hasRoom() && this.#waiting.size === 0) {
      this.#running += 1;
      return;
    }
    return new Promise((resolve, reject) => {
      const admit = () => {
        left?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.delete(admit);
        reject(left?.reason);
      };
      this.#waiting.add(admit);
      left?.addEventListener("abort", leave, { once: true });
    });
  }

  leave(): void {
    this.#running -= 1;
    this.#admit();
  }

  #admit(): void {
    for (const admit of this.#waiting) {
      if (!this.#hasRoom()) return;
      this.#running += 1;
      this.#waiting.delete(admit);
      admit();
    }
  }

  #hasRoom(): boolean {
    return !this.#paused && (this.#limit === 0 || this.#running < this.#limit);
  }
}
