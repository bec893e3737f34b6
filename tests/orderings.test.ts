import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { orderingComparisonSchema, runManifestSchema } from "@wa-routing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { command, type Finished, temporaryFolder } from "./command.ts";
import { arrowsOf, inversionsOf } from "./trace-reader.ts";

// The policy lab as a user walks it: two orderings of the embedded gateway, told apart.
const folder = temporaryFolder();
afterAll(folder.remove);

const dir = join(folder.path, "lab");
const read = (...path: string[]) => readFileSync(join(dir, ...path), "utf8");
let finished: Finished;

beforeAll(async () => {
  finished = await command(
    ...["run", "--ordering", "workload-aware,fcfs", "--scenario", "basic-priority", "--run-dir", dir],
  );
}, 90_000);

test("fcfs is refuted under workload-aware, and the other way round", () => {
  const { verdict, runs } = orderingComparisonSchema.parse(JSON.parse(read("orderings.json")));
  const fits = runs.map((run) => Object.fromEntries(run.fits.map(({ rule, fit }) => [rule, fit])));
  expect(fits).toMatchObject([
    { "workload-aware": "explains", fcfs: "refuted" },
    { "workload-aware": "refuted", fcfs: "explains" },
  ]);
  expect(verdict).toBe("pass");
  expect(finished.code, finished.stderr).toBe(0);
  expect(finished.stdout).toMatch(/^explained by +workload-aware +fcfs$/m);
  expect(finished.stdout).toContain(`Evidence: ${dir}`);
}, 60_000);

test("the orderings were asked for with one seed, and each run is a run folder by itself", async () => {
  const manifests = ["workload-aware", "fcfs"].map((ordering) =>
    runManifestSchema.parse(JSON.parse(read(ordering, "run.json"))),
  );
  expect(manifests.map(({ gateway }) => gateway.router.ordering)).toEqual(["workload-aware", "fcfs"]);
  expect(new Set(manifests.map(({ seed }) => seed)).size).toBe(1);
  const { code, stdout } = await command("report", join(dir, "fcfs"));
  expect(code).toBe(0);
  expect(stdout).toMatch(/What explains the order is first come,\s+first served/);
}, 60_000);

test("a trace has an arrow for every pair that left against the rule", async () => {
  const { stdout } = await command("report", join(dir, "fcfs"), "--format", "perfetto");
  expect(arrowsOf(stdout)).toBe(inversionsOf(join(dir, "fcfs")));
  expect(arrowsOf(stdout)).toBeGreaterThan(100);
}, 60_000);

test("analyze and report give the comparison again, byte for byte, from the run folders", async () => {
  const copy = join(folder.path, "copy");
  cpSync(dir, copy, { recursive: true });
  writeFileSync(join(copy, "orderings.md"), "");
  const comparison = JSON.parse(read("orderings.json")) as { verdict: string };
  writeFileSync(join(copy, "orderings.json"), JSON.stringify({ ...comparison, verdict: "fail" }));
  expect((await command("analyze", copy)).code).toBe(0);
  for (const file of ["orderings.json", "orderings.md", "report.html"]) {
    expect(readFileSync(join(copy, file), "utf8"), file).toBe(read(file));
  }
  expect((await command("report", copy, "--format", "markdown")).stdout).toBe(read("orderings.md"));
  expect((await command("report", copy, "--format", "junit")).code).toBe(2);
}, 60_000);
