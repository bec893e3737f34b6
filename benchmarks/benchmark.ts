/** A benchmark: a name, and what prints its figures. */
export interface Benchmark {
  readonly name: string;
  readonly run: (print: (line: string) => void) => Promise<void>;
}
