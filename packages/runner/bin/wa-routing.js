#!/usr/bin/env node
import { existsSync } from "node:fs";

// In a checkout the source is run as it is; an installed package has only what was built.
const source = new URL("../src/cli.ts", import.meta.url);
if (existsSync(source)) {
  const { register } = await import("node:module");
  register(new URL("./source-condition.js", import.meta.url));
  const tsx = await import("tsx/esm/api");
  tsx.register();
  await import(source.href);
} else {
  await import("../dist/cli.js");
}
