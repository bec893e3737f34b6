import { plainNumber } from "./plain-number.ts";

const MAX_EXAMPLES = 5;

/** Logged values beside what they should be: how many were compared, how many differ, the first few as sentences. */
export class ComparedValues {
  compared = 0;
  differences = 0;
  readonly examples: string[] = [];

  /** Compares what a line logs with what is expected, to within a tolerance. */
  compare(line: number, what: string, logged: number, expected: number, tolerance: number): void {
    this.note(line, what, logged, Math.abs(logged - expected) > tolerance ? expected : null);
  }

  /** A value was compared; `expected` is null where it is right. */
  note(line: number, what: string, logged: number, expected: number | null): void {
    this.compared += 1;
    if (expected === null) return;
    this.differences += 1;
    if (this.examples.length >= MAX_EXAMPLES) return;
    this.examples.push(`line ${line}: ${what} is ${plainNumber(logged)}, the events give ${plainNumber(expected)}`);
  }
}
