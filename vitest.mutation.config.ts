import { defaultExclude, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** A mutant is dead at the first test that fails: those beside the file are the fastest to tell. */
class UnitTestsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const [units, others] = [true, false].map((areUnits) =>
      files.filter(({ moduleId }) => moduleId.includes("/packages/") === areUnits),
    );
    return [...(units ?? []), ...(others ?? [])];
  }
}

/** For `npm run mutate`: the tests that judge made-up or recorded evidence, and start nothing. */
export default defineConfig({
  resolve: {
    // Mutants live in a copy, whose node_modules are those of the original: packages are found by their place.
    alias: [{ find: /^@wa-routing\/([a-z-]+)$/, replacement: `${import.meta.dirname}/packages/$1/src/index.ts` }],
  },
  test: {
    include: [
      "packages/analysis/src/*.test.ts",
      "packages/analysis/src/{checks,conformance,order}/*.test.ts",
      "packages/protocol/src/read-workload-context.test.ts",
      "tests/captures/*.test.ts",
      "tests/orders/ordering-comparison.test.ts",
    ],
    // It reads the source itself, which a mutant changes.
    exclude: [...defaultExclude, "**/worded-numbers.test.ts"],
    setupFiles: ["tests/mutation-setup.ts"],
    isolate: false,
    sequence: { sequencer: UnitTestsFirst },
    testTimeout: 60_000,
  },
});
