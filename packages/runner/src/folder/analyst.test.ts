import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { heldForAMoment, madeUpGateway } from "../run/gateway.test-data.ts";
import { runScenarios } from "../run/run-scenarios.ts";
import { startAnalyst } from "./analyst.ts";
import { analyzeRunFolder } from "./analyze-run-folder.ts";

const parent = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
afterAll(async () => await rm(parent, { recursive: true, force: true }));

test("a process of its own judges one folder after the other, says what is wrong with one, and ends", {
  timeout: 60_000,
}, async () => {
  const runDir = join(parent, "run");
  const analyst = startAnalyst();
  const run = runScenarios({
    scenarios: [heldForAMoment(1)],
    runDir,
    startGateway: () => Promise.resolve(madeUpGateway().gateway),
    judge: analyst.judge,
  });
  const none = join(parent, "none");
  mkdirSync(none);
  await expect(analyst.judge(none)).rejects.toMatchObject({
    code: "RUN_DIR_UNKNOWN",
    message: expect.stringContaining(none),
    expected: expect.any(String),
  });
  const { manifest, checklist, analyses } = await run;
  expect(existsSync(join(runDir, "report.html"))).toBe(true);
  expect(await analyzeRunFolder(runDir)).toEqual({ manifest, checklist, analyses });
  expect(analyses).toMatchObject([{ scenario: "held-for-a-moment" }]);
  await analyst[Symbol.asyncDispose]();
  await expect(analyst.judge(runDir)).rejects.toMatchObject({ code: "ENVIRONMENT_BROKE" });
});
