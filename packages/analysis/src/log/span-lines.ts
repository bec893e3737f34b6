/**
 * Tells the lines of tracing spans, which a picker prints between those of its log unless `--tracing=false`: objects over many lines, as
 * OpenTelemetry's exporter for Go writes them to standard output (stdouttrace with WithPrettyPrint). Lines of the log may stand within
 * them: a container's two streams come together as they were written.
 */
export class SpanLines {
  #isInside = false;
  #counted = 0;

  /** Lines that were of spans. */
  get lines(): number {
    return this.#counted;
  }

  /** Whether a line that is in no form of a log is one of a span. */
  has(line: string): boolean {
    const isInside = this.#isInside;
    if (line === "{") this.#isInside = true;
    else if (isInside && line === "}") this.#isInside = false;
    else if (!isInside || !/^(?:\t| {2,})\s*["\]{}]/.test(line)) return false;
    this.#counted += 1;
    return true;
  }
}
