import fc from "fast-check";
import { expect, test } from "vitest";
import { LazyBinaryHeap } from "./lazy-binary-heap.ts";

/** Go's container/heap, line by line: Push is append and up, Pop is Swap, down and cutting the last off. */
class GoHeap {
  readonly items: number[] = [];
  readonly #less: (a: number, b: number) => boolean;

  constructor(less: (a: number, b: number) => boolean) {
    this.#less = less;
  }

  push(item: number): void {
    this.items.push(item);
    this.#up(this.items.length - 1);
  }

  pop(): number | undefined {
    const n = this.items.length - 1;
    if (n < 0) return undefined;
    this.#swap(0, n);
    this.#down(0, n);
    return this.items.pop();
  }

  #up(from: number): void {
    for (let j = from; ; ) {
      const i = Math.trunc((j - 1) / 2);
      if (i === j || !this.#lessAt(j, i)) break;
      this.#swap(i, j);
      j = i;
    }
  }

  #down(i0: number, n: number): void {
    for (let i = i0; ; ) {
      const j1 = 2 * i + 1;
      if (j1 >= n) break;
      let j = j1;
      const j2 = j1 + 1;
      if (j2 < n && this.#lessAt(j2, j1)) j = j2;
      if (!this.#lessAt(j, i)) break;
      this.#swap(i, j);
      i = j;
    }
  }

  #lessAt(a: number, b: number): boolean {
    return this.#less(this.items[a] as number, this.items[b] as number);
  }

  #swap(a: number, b: number): void {
    [this.items[a], this.items[b]] = [this.items[b] as number, this.items[a] as number];
  }
}

test("asks the same of the same requests in the same order as Go's heap, even if answers change", () => {
  // Null takes the head out. An answer may be anything, as when scores drift: only the same questions give the same heap.
  const steps = fc.array(fc.option(fc.integer({ min: 0, max: 50 }), { freq: 2 }), { maxLength: 80 });
  fc.assert(
    fc.property(steps, fc.infiniteStream(fc.boolean()), (given, answers) => {
      const said = [...take(answers, 2000)];
      const asked = (log: [number, number][]) => (a: number, b: number) => {
        log.push([a, b]);
        return said[log.length] as boolean;
      };
      const [ourLog, goLog] = [[], []] as [[number, number][], [number, number][]];
      const ours = new LazyBinaryHeap(asked(ourLog));
      const go = new GoHeap(asked(goLog));
      for (const step of given) {
        if (step === null) {
          expect(ours.take()).toBe(go.pop());
        } else {
          ours.add(step);
          go.push(step);
        }
      }
      expect(ourLog).toEqual(goLog);
    }),
    { numRuns: 300 },
  );
});

function* take(stream: Iterator<boolean>, count: number): Generator<boolean> {
  for (let index = 0; index < count; index++) yield stream.next().value as boolean;
}
