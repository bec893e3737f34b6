import { installIfNeeded } from "./install.mjs";

installIfNeeded();
process.argv.splice(2, 0, "run");
await import("../node_modules/vitest/vitest.mjs");
