import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ERROR_CODES } from "@wa-routing/protocol";
import { expect, test } from "vitest";

const packages = fileURLToPath(new URL("../packages/", import.meta.url));
const source = readdirSync(packages, { recursive: true, encoding: "utf8" })
  .filter((file) => /^[^/]+\/src\/.*\.ts$/.test(file) && !/\.test\.ts$|error-code\.ts$/.test(file))
  .map((file) => readFileSync(join(packages, file), "utf8"))
  .join("\n");

test.each(Object.keys(ERROR_CODES))("%s is thrown", (code) => {
  expect(source).toContain(`"${code}"`);
});
