import { defineConfig } from "vitest/config";

// In this repository the packages are run from source; in yours this file is not needed.
export default defineConfig({
  ssr: { resolve: { conditions: ["@wa-routing/source"] } },
  test: { include: ["**/*.test.ts"] },
});
