import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { orderingComparisonSchema } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { checklistOf, checkOf, manifestOf, missingForStandalone, standaloneRuns } from "./standalone-runs.ts";

describe.skipIf(missingForStandalone !== null)("on Envoy and the reference endpoint picker", () => {
  const { folder, run } = standaloneRuns();

  test("fcfs: no order by workload passes, which it never claimed, and it is explained by fcfs", async () => {
    const { dir, process } = run("fcfs", ["--ordering", "fcfs", "--scenario", "basic-priority", "--seed", "7"]);
    const { code } = await process.finished;
    expect([0, 3]).toContain(code);
    const order = checkOf(checklistOf(dir), "functional.criticality-order");
    expect(order.verdict).not.toBe("pass");
    expect(order.required).toBe(false);
    expect(checkOf(checklistOf(dir), "functional.no-errors").required).toBe(true);
    expect(readFileSync(join(dir, "report.md"), "utf8")).toContain("explained by fcfs");
    expect(manifestOf(dir).gateway.router).toMatchObject({ ordering: "fcfs", envoy: expect.stringMatching(/^1\./) });
  }, 90_000);

  test("the two orderings are told apart; a busy machine may leave it open, and neither is refuted by its own run", async () => {
    const { dir, process } = run("orderings", ["--ordering", "workload-aware,fcfs", "--scenario", "basic-priority"]);
    const { code, stderr } = await process.finished;
    expect([0, 3], stderr).toContain(code);
    const { runs } = orderingComparisonSchema.parse(JSON.parse(readFileSync(join(dir, "orderings.json"), "utf8")));
    expect(runs.map(({ ordering }) => ordering)).toEqual(["workload-aware", "fcfs"]);
    for (const { ordering, fits } of runs) {
      const own = fits.find(({ rule }) => rule === ordering)?.fit;
      expect(own, ordering).not.toBe("refuted");
      if (code === 0) expect(own, ordering).toBe("explains");
    }
  }, 120_000);

  test("a configuration that the picker refuses is told, with the picker's own words", async () => {
    const config = join(folder, "own.yaml");
    writeFileSync(config, "kind: Nonsense\n");
    const { process } = run("own-config", ["--epp-config", config, "--scenario", "basic-priority"]);
    const { code, stderr } = await process.finished;
    expect(stderr).toMatch(/the endpoint picker ended \(exit code 1\): [\s\S]*configuration/);
    expect(stderr).not.toMatch(/\n\s+at |stacktrace/);
    expect(code).toBe(4);
  }, 30_000);

  test("a picker that ends at once is told, with its last words", async () => {
    const { process } = run("no-picker", ["--epp-bin", "/bin/false", "--scenario", "basic-priority"]);
    const { code, stderr } = await process.finished;
    expect(stderr).toMatch(/the endpoint picker ended \(exit code 1\)/);
    expect(code).toBe(4);
  }, 30_000);
});
