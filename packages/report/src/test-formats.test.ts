import type { RunReport, Verdict } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { renderConformance } from "./render-conformance.ts";
import { renderCtrf } from "./render-ctrf.ts";
import { renderJUnit } from "./render-junit.ts";
import { runReportOf } from "./run-report.test-data.ts";

/** A run whose first checks came to these verdicts, the others to a pass; the last of them is not required. */
function runOf(verdicts: readonly Verdict[]): RunReport {
  const run = runReportOf("workload-aware");
  const checks = run.checklist.checks.map((check, at) => ({
    ...check,
    ...{ verdict: verdicts[at] ?? "pass", required: at !== verdicts.length - 1 },
  }));
  return { ...run, checklist: { ...run.checklist, verdict: "fail", checks } };
}

const MIXED = ["fail", "inconclusive", "not-measured", "fail"] as const;

describe("CTRF", () => {
  const count = z.int().min(0);
  // After schema/ctrf.schema.json of ctrf-io/ctrf, version 1.0.0: what it requires, and of the rest what is written here.
  const ctrfSchema = z.strictObject({
    reportFormat: z.literal("CTRF"),
    specVersion: z.string().regex(/^\d+\.\d+\.\d+$/),
    timestamp: z.iso.datetime(),
    generatedBy: z.string(),
    results: z.strictObject({
      tool: z.strictObject({ name: z.string().min(1), version: z.string() }),
      summary: z.strictObject({
        ...{ tests: count, passed: count, failed: count, pending: count, skipped: count, other: count },
        ...{ start: count, stop: count, duration: count, extra: z.record(z.string(), z.unknown()) },
      }),
      tests: z.array(
        z.strictObject({
          name: z.string().min(1),
          status: z.enum(["passed", "failed", "skipped", "pending", "other"]),
          duration: count,
          suite: z.array(z.string()).min(1),
          ...{ rawStatus: z.string(), type: z.string(), message: z.string(), extra: z.record(z.string(), z.unknown()) },
        }),
      ),
      environment: z.strictObject({ testEnvironment: z.string(), osPlatform: z.string() }),
      extra: z.record(z.string(), z.unknown()),
    }),
  });
  const { results } = ctrfSchema.parse(JSON.parse(renderCtrf(runOf(MIXED))));

  test("what could not be decided is neither passed nor failed", () => {
    expect(results.tests.slice(0, 5).map(({ status }) => status)).toEqual([
      "failed",
      "other",
      "skipped",
      "skipped",
      "passed",
    ]);
    expect(results.tests.slice(0, 4).map(({ extra }) => extra.verdict)).toEqual([...MIXED]);
  });

  test("the counts add up", () => {
    const { tests, passed, failed, skipped, other, pending } = results.summary;
    expect({ tests, passed, failed, skipped, other, pending }).toEqual({
      tests: 12,
      passed: 8,
      failed: 1,
      skipped: 2,
      other: 1,
      pending: 0,
    });
    expect(results.summary.stop - results.summary.start).toBe(260);
  });
});

describe("JUnit", () => {
  const suites = async (run: RunReport) =>
    [...(await renderJUnit(run)).matchAll(/<testsuites? name="([^"]*)"/g)].map(([, name]) => name);

  test("a suite has the same name in every run", async () => {
    const other = runOf(MIXED);
    const manifest = {
      ...other.manifest,
      seed: 99,
      gateway: { ...other.manifest.gateway, gatewayUrl: "http://127.0.0.1:41234" },
    };
    expect(await suites(runOf(MIXED))).toEqual(["wa-routing", "wa-routing"]);
    expect(await suites({ ...other, manifest })).toEqual(["wa-routing", "wa-routing"]);
  });

  test("what differs from run to run is in its properties, and cases have times", async () => {
    const xml = await renderJUnit(runOf(MIXED));
    expect(xml).toContain('<property name="seed" value="1"/>');
    expect(xml).toContain('<property name="gatewayUrl" value="http://127.0.0.1:9"/>');
    expect(xml.match(/<testcase [^>]*time="0\.260"/g)).toHaveLength(12);
    expect(xml).toMatch(/<testsuite [^>]*tests="12" failures="1" errors="1" skipped="2" time="0\.260"/);
  });
});

describe("ConformanceReport", () => {
  const result = z.enum(["success", "partial", "failure"]);
  const tests = z.array(z.string());
  const status = {
    result,
    statistics: z.strictObject({ Passed: z.int(), Failed: z.int(), Skipped: z.int() }),
    ...{ skippedTests: tests, failedTests: tests },
  };
  const implementation = { organization: "example", project: "router", url: "https://example.org", version: "v1" };
  // After conformance/apis/v1 of kubernetes-sigs/gateway-api, less the versions of an API that is not tested here.
  const schema = z.strictObject({
    apiVersion: z.literal("wa-routing.dev/v1alpha1"),
    kind: z.literal("ConformanceReport"),
    implementation: z.strictObject({
      organization: z.string(),
      project: z.string(),
      url: z.url(),
      version: z.string(),
    }),
    date: z.iso.datetime(),
    mode: z.string(),
    suite: z.strictObject({ name: z.string(), version: z.string(), scenarios: tests, seed: z.int() }),
    profiles: z.tuple([
      z.strictObject({
        name: z.literal("EPP"),
        summary: z.string().min(1),
        core: z.strictObject(status),
        extended: z.strictObject({ ...status, supportedFeatures: tests, unsupportedFeatures: tests }),
      }),
    ]),
  });
  const profileOf = (verdicts: readonly Verdict[]) =>
    schema.parse(parse(renderConformance(runOf(verdicts), implementation))).profiles[0];

  test("what could not be decided is skipped, what was not measured is not supported", () => {
    const { core, extended } = profileOf(MIXED);
    expect(core).toMatchObject({ result: "failure", statistics: { Passed: 8, Failed: 1, Skipped: 1 } });
    expect(core.skippedTests).toEqual(["functional.wait-boost"]);
    expect(extended).toMatchObject({ result: "failure", unsupportedFeatures: ["functional.rate-penalty"] });
  });

  test.each([
    [["pass", "pass"], "success"],
    [["inconclusive", "pass"], "partial"],
    [["fail", "inconclusive", "pass"], "failure"],
  ] as const)("%j: %s", (verdicts, expected) => expect(profileOf(verdicts).core.result).toBe(expected));
});
