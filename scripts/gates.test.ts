import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { gatewayOptions } from "../packages/runner/src/gateway/gateway-options.ts";

const page = readFileSync(fileURLToPath(new URL("../docs/gates.md", import.meta.url)), "utf8");
const needs: Readonly<Record<string, readonly string[]>> = gatewayOptions.gate.needs;

test.each(gatewayOptions.gate.value.of)("docs/gates.md says of the gate %s what it takes", (driver) => {
  const [row = ""] = new RegExp(`^\\|.*\\| \`${driver}\`.*$`, "m").exec(page) ?? [];
  const [, , , takes = ""] = row.split("|");
  expect(takes.trim()).not.toBe("");
  for (const option of needs[driver] ?? []) expect(takes).toContain(`\`--${option}\``);
});
