import { defaultExclude, defineConfig } from "vitest/config";

/** For `npm run mutate`: the tests beside the files. Whole runs, made up or recorded, would make each survivor cost seconds. */
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
    ],
    // It reads the source itself, which a mutant changes.
    exclude: [...defaultExclude, "**/worded-numbers.test.ts"],
    isolate: false,
    testTimeout: 60_000,
  },
});
