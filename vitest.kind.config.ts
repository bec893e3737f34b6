import { defineConfig } from "vitest/config";

/** What needs a real cluster: `npm run test:kind`. */
export default defineConfig({
  ssr: { resolve: { conditions: ["@wa-routing/source"] } },
  test: { include: ["tests/kind/**/*.test.ts"], expect: { requireAssertions: true }, fileParallelism: false },
});
