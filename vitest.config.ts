import { defaultExclude, defineConfig } from "vitest/config";

const selftest = "tests/selftest.test.ts";

export default defineConfig({
  ssr: { resolve: { conditions: ["@wa-routing/source"] } },
  test: {
    // The selftest measures latencies: it runs when all others have ended.
    projects: [
      {
        extends: true,
        test: {
          name: "tests",
          include: ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: [...defaultExclude, selftest],
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: "selftest", include: [selftest], sequence: { groupOrder: 1 } } },
    ],
    setupFiles: ["tests/fail-on-console.ts"],
    restoreMocks: true,
    unstubEnvs: true,
    testTimeout: 15_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
});
