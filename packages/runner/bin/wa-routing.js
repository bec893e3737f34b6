#!/usr/bin/env node
import { existsSync } from "node:fs";

// In a checkout the source is run as it is; an installed package has only what was built.
const source = new URL("../src/cli.ts", import.meta.url);

async function load() {
  if (!existsSync(source)) return await import("../dist/cli.js");
  const { register } = await import("node:module");
  register(new URL("./source-condition.js", import.meta.url));
  const tsx = await import("tsx/esm/api");
  tsx.register();
  return await import(source.href);
}

// 4, the environment: 1 would say that a check had failed.
await load().catch((error) => {
  process.stderr.write(`wa-routing: it could not be loaded: ${error.message}\n`);
  process.exit(4);
});
