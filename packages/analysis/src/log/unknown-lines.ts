/** Lines of one shape that are in no form that is known. */
export interface UnknownLines {
  readonly lines: number;
  /** One of them, cut. */
  readonly example: string;
}

const MOST_SHAPES = 64;
const SHAPE_CHARACTERS = 60;
const QUOTED_CHARACTERS = 120;
const LONGEST_TRACE_LINE = 1000;

// What Go, Java and Python write below an error: frames, goroutines, causes.
const CONTINUATION =
  /^(?:\s|$|goroutine \d+ \[|created by |panic\(|exit status |\[originating|\[signal |\.\.\. |Caused by: |at |[\w.*/-]+\([^()]*\)$|[\w./*-]+\.\(\*?\w+\)\.)/;

/** Whether a line goes on with the one before it: a stack trace, a goroutine, a message of several lines. */
export function isContinuation(line: string): boolean {
  return CONTINUATION.test(line.slice(0, LONGEST_TRACE_LINE));
}

/** Counts lines that could not be read, by their shape: the same but for words and numbers. */
export class UnknownLineCounts {
  readonly #shapes = new Map<string, UnknownLines>();
  #lines = 0;

  get lines(): number {
    return this.#lines;
  }

  add(line: string): void {
    this.#lines += 1;
    const shape = shapeOf(line);
    const known = this.#shapes.get(shape);
    if (known === undefined && this.#shapes.size >= MOST_SHAPES) return;
    const example = known?.example ?? line.slice(0, QUOTED_CHARACTERS);
    this.#shapes.set(shape, { lines: (known?.lines ?? 0) + 1, example });
  }

  shapes(): Iterable<UnknownLines> {
    return this.#shapes.values();
  }
}

function shapeOf(line: string): string {
  return line
    .slice(0, SHAPE_CHARACTERS)
    .replace(/\p{L}+/gu, "a")
    .replace(/\d+/g, "0");
}
