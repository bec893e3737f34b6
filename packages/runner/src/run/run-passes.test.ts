import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "@wa-routing/environments";
import { checklistSchema, WaRoutingError } from "@wa-routing/protocol";
import { findScenario } from "@wa-routing/scenarios";
import { afterAll, expect, test } from "vitest";
import { analyzeRunFolder } from "../folder/analyze-run-folder.ts";
import { readJsonFile } from "../folder/json-file.ts";
import { readManifest } from "../folder/read-run-folder.ts";
import { withTrials } from "../scenario-source.ts";
import { runPasses } from "./run-passes.ts";

const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const broken = () =>
  Promise.reject(
    new WaRoutingError("it did not start", { code: "ENVIRONMENT_NOT_STARTED", expected: "a gateway that answers" }),
  );
const scenarios = [withTrials(findScenario("basic-priority"), 1)];
const overhead = withTrials(findScenario("overhead"), 1);

test("a verbose pass that cannot be started is thrown, and the quiet one is judged as far as it goes", async () => {
  const runDir = join(folder, "half");
  const passes: unknown[] = [];
  await expect(
    runPasses({
      scenarios: [...scenarios, overhead],
      runDir,
      startQuietGateway: () => startEmbedded(),
      startGateway: broken,
      onPass: (pass, of) => passes.push([pass, of.map(({ name }) => name)]),
    }),
  ).rejects.toThrow("it did not start");
  expect(passes).toEqual([
    ["quiet", ["basic-priority", "overhead"]],
    ["verbose", ["basic-priority"]],
  ]);
  expect(readManifest(runDir)).toMatchObject({
    passes: ["quiet", "verbose"],
    exitReason: "environment-failed",
    exitDetail: "it did not start",
    gateway: { environment: "embedded" },
  });
  const { verdict, checks } = readJsonFile(join(runDir, "checklist.json"), checklistSchema);
  expect(verdict).toBe("inconclusive");
  const reasonsOf = (id: string) => checks.find((check) => check.id === id)?.reasons;
  expect(reasonsOf("functional.criticality-order")).toContainEqual({
    code: "pass-not-run",
    scenario: "basic-priority",
    pass: "verbose",
    figures: { pass: "verbose" },
  });
  expect(reasonsOf("performance.overhead")).toMatchObject([{ code: "overhead-few-blocks", pass: "quiet" }]);
}, 60_000);

test("a quiet pass that cannot be started leaves a run that says so, which is analysed as such", async () => {
  const runDir = join(folder, "none");
  await expect(
    runPasses({ scenarios, runDir, startQuietGateway: broken, startGateway: () => startEmbedded() }),
  ).rejects.toThrow("it did not start");
  const { manifest, checklist } = await analyzeRunFolder(runDir);
  expect(manifest).toMatchObject({ exitReason: "environment-failed", gateway: { notStarted: true } });
  expect(checklist.verdict).toBe("inconclusive");
  expect(readFileSync(join(runDir, "report.md"), "utf8")).toContain("The gateway did not start: it did not start.");
});
