/** What vitest's JSON reporter counts. */
export interface TestCounts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

/** What the gate leaves to somebody who has the time or the machine for it. */
const NEVER_IN_THE_GATE = [
  "not run: the full selftest, every fault and the healthy gateway 20 times: npx wa-routing selftest",
  "not run: mutation testing: npm run mutate",
  "not run: benchmarks: npm run bench",
  "not run: a kind cluster: nothing here starts one",
];

/**
 * The last lines of the gate: what it did not run, then the counts as any reader of logs finds them.
 *
 * @param notRun What tests said of themselves (tests/not-run.ts), a line each.
 */
export function closingLines(counts: TestCounts, notRun: string): string {
  const said = notRun.split("\n").filter((line) => line !== "");
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = counts;
  return [...new Set(said), ...NEVER_IN_THE_GATE, `${passed} passed, ${failed} failed, ${skipped} skipped`].join("\n");
}
