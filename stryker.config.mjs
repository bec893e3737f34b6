/** `npm run mutate`; a part of it: `npm run mutate -- --mutate packages/analysis/src/order/overtaking.ts`. */
export default {
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts", related: false },
  mutate: [
    "packages/analysis/src/{checks,conformance,order}/*.ts",
    "!**/*.{test,test-data}.ts",
    "packages/protocol/src/read-workload-context.ts",
  ],
  plugins: ["@stryker-mutator/vitest-runner", "./tests/mutation-prose.mjs"],
  ignorers: ["prose"],
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  concurrency: 2,
  // Long, so that no mutant counts as dead for the machine's being busy: one that never ends is told by its loops.
  timeoutMS: 60_000,
  incremental: true,
  incrementalFile: ".stryker/incremental.json",
  tempDirName: ".stryker/tmp",
  ignorePatterns: ["/.stryker", "/benchmarks", "/docs", "/epp", "/examples", "/runs", "dist"],
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { logTests: false, reportTests: false },
  thresholds: { high: 90, low: 80, break: 80 },
};
