import { defaultExclude, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What waits for processes begins first; what only computes fills the gaps, and nothing long is left for the end. */
class ProcessesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const [waiting, computing] = [true, false].map((waits) =>
      files.filter(({ moduleId }) => moduleId.includes("/packages/") !== waits),
    );
    return [...(await super.sort(waiting ?? [])), ...(await super.sort(computing ?? []))];
  }
}

// What measures times runs when all others have ended, one file after the other.
const standalone = ["tests/*standalone*.test.ts", "tests/same-verdict.test.ts"];
const selftest = ["tests/selftest.test.ts"];
// Needs a real cluster: npm run test:kind.
const cluster = ["tests/kind/**"];

export default defineConfig({
  ssr: { resolve: { conditions: ["@wa-routing/source"] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "tests",
          include: ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: [...defaultExclude, ...standalone, ...selftest, ...cluster],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: "standalone", include: standalone, fileParallelism: false, sequence: { groupOrder: 1 } },
      },
      { extends: true, test: { name: "selftest", include: selftest, sequence: { groupOrder: 2 } } },
    ],
    setupFiles: ["tests/fail-on-console.ts"],
    // What is waited for may take its time on a busy machine; vitest gives it 1 s.
    expect: { requireAssertions: true, poll: { timeout: 10_000 } },
    sequence: { sequencer: ProcessesFirst },
    restoreMocks: true,
    unstubEnvs: true,
    testTimeout: 15_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
});
