import { findScenario, planScenario } from "@wa-routing/scenarios";
import { expect, test } from "vitest";
import { madeUpGateway } from "./gateway.test-data.ts";
import { failIfTooFewFiles } from "./open-file-limit.ts";

const plan = planScenario(findScenario("basic-priority"), { seed: 1 });
const gatewayOf = (environment: "existing" | "embedded" | "standalone") => ({
  description: { ...madeUpGateway().gateway.description, environment },
});

// 24 requests wait together.
test.each([
  ["embedded", 80],
  ["standalone", 80],
  ["existing", 56],
] as const)("%s needs %i files", (environment, needed) => {
  const checked = (limit: number | null) => () => failIfTooFewFiles(plan, gatewayOf(environment), limit);
  expect(checked(needed - 1)).toThrow(
    expect.objectContaining({ code: "OPEN_FILES_TOO_FEW", remedy: expect.stringContaining(`ulimit -n ${needed}`) }),
  );
  expect(checked(needed)).not.toThrow();
  expect(checked(null)).not.toThrow();
});
