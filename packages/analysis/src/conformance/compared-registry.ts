import type { FlowEventOf } from "@wa-routing/protocol";
import { ComparedValues } from "./compared-values.ts";
import type { RebuiltWorkload } from "./rebuilt-workload.ts";
import type { RegistryRounding } from "./registry-rounding.ts";

/** A line that tells of one workload's place in the registry. */
export type WorkloadEvent = FlowEventOf<
  "active-incremented" | "active-decremented" | "wait-recorded" | "score-computed"
>;

/** How well the times around a line are known. */
export interface LineTimes {
  readonly toleranceMs: number;
  readonly gapMs: number;
}

/** Logged values of a registry beside the rebuilt ones, and whether another order of the lines makes those right that differ. */
export class ComparedRegistry {
  readonly values = new ComparedValues();
  waitsCompared = 0;
  readonly #emaTolerance: number;
  readonly #halfRate: RegistryRounding["halfRate"];
  /** One for each kind of value of a workload, or for each line, in which one differs. */
  readonly #canBeRight = new Set<() => boolean>();

  constructor({ averageSeconds, halfRate }: RegistryRounding) {
    this.#emaTolerance = averageSeconds;
    this.#halfRate = halfRate;
  }

  /** Whether values differ, and each of them can be right. */
  get canBeRight(): boolean {
    return this.#canBeRight.size > 0 && [...this.#canBeRight].every((canBeRight) => canBeRight());
  }

  compareCounts(
    event: FlowEventOf<"active-incremented" | "active-decremented">,
    { active, total, countsCanBeRight }: RebuiltWorkload,
  ): void {
    this.#note(event, "active requests of $", event.active, active, 0, countsCanBeRight);
    if (event.total !== null) this.#note(event, "total requests of $", event.total, total, 0, countsCanBeRight);
  }

  compareAverage(
    event: FlowEventOf<"wait-recorded">,
    expected: number | null,
    { averagesCanBeRight }: RebuiltWorkload,
  ): void {
    if (expected === null) return;
    this.waitsCompared += 1;
    this.#note(event, "average wait of $ (s)", event.emaSeconds, expected, this.#emaTolerance, averagesCanBeRight);
  }

  compareScore(event: FlowEventOf<"score-computed">, workload: RebuiltWorkload, lagMs: number): void {
    const { emaSeconds, seq } = event;
    if (emaSeconds === null) return;
    const what =
      workload.waits > 0 ? "average wait of $ in its score (s)" : "average wait of $ before its first dispatch (s)";
    this.waitsCompared += 1;
    this.#note(event, what, emaSeconds, workload.emaSeconds, this.#emaTolerance, () => {
      const held = seq === null ? workload.averages.around(event, lagMs) : [];
      return held.some((average) => Math.abs(average - emaSeconds) <= this.#emaTolerance);
    });
  }

  compareRate(
    event: Exclude<WorkloadEvent, { event: "wait-recorded" }>,
    workload: RebuiltWorkload,
    times: LineTimes,
  ): void {
    const { seq, atMs, ratePerSecond } = event;
    const { window, windowCounts, active, total } = workload;
    if (atMs === null || ratePerSecond === null || !workload.isKnownFromStart) return;
    const logged = { atMs, ratePerSecond, halfRate: this.#halfRate(ratePerSecond), ...times };
    const read = window.read(logged);
    if (read.reading === "silent") return;
    const expected = read.reading === "wrong" ? read.expected : ratePerSecond;
    // A line with a count of another place is not where it was made, and nor need its time be.
    const isMisplaced = "active" in event && (event.active !== active || (event.total ?? total) !== total);
    this.#note(event, "request rate of $ (1/s)", ratePerSecond, expected, 0, () => {
      if (isMisplaced && workload.countsCanBeRight()) return true;
      const held = seq === null ? windowCounts.around(event, times.toleranceMs + times.gapMs) : [];
      return held.some((count) => window.compare(logged, count).reading !== "wrong");
    });
  }

  /** @param what `$` stands for the workload. */
  #note(
    { line, workloadId }: WorkloadEvent,
    what: string,
    logged: number,
    expected: number,
    tolerance: number,
    canBeRight: () => boolean,
  ): void {
    const before = this.values.differences;
    this.values.compare(
      line,
      what.replace("$", () => workloadId),
      logged,
      expected,
      tolerance,
    );
    if (this.values.differences > before) this.#canBeRight.add(canBeRight);
  }
}
