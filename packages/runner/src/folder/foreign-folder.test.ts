import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ORDERING_COMPARISON_SCHEMA_VERSION,
  type OrderedRun,
  type OrderingComparison,
  type RunManifest,
} from "@wa-routing/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importCommand } from "../cli/import-command.ts";
import { analyzeOrderings } from "../run/run-orderings.ts";
import { analyzeRunFolder } from "./analyze-run-folder.ts";
import { writeReports } from "./write-reports.ts";

const parent = mkdtempSync(join(tmpdir(), "wa-routing-foreign-"));
const sound = join(parent, "sound");
afterAll(() => rmSync(parent, { recursive: true }));

beforeAll(() => {
  const table = join(parent, "table.csv");
  writeFileSync(table, "id,workload_id,criticality,sent_ms,completed_ms,status\na,v,5,0,10,200\nb,w,1,1,20,200\n");
  importCommand(table, { runDir: sound });
});

let copies = 0;
/** A copy of the run that somebody has changed, beside a folder that is not its own. */
function changed(change: (dir: string, manifest: RunManifest) => Partial<RunManifest> | undefined) {
  const home = join(parent, `copy-${copies++}`);
  const dir = join(home, "runs", "run");
  const victim = join(home, "victim");
  cpSync(sound, dir, { recursive: true });
  cpSync(join(sound, "imported"), victim, { recursive: true });
  const file = join(dir, "run.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...manifest, ...change(dir, manifest) }));
  return { dir, victim, before: readdirSync(victim).sort() };
}

describe("nothing is written outside of a run's folder", () => {
  test.each([
    "../../victim",
    "..",
    ".",
    "",
    "imported/../../../victim",
    "/tmp",
    "Imported",
    "imported\0",
    "a".repeat(64),
  ])("a scenario named %j is none", async (name) => {
    const { dir, victim, before } = changed(() => ({ scenarios: [name] }));
    await expect(analyzeRunFolder(dir)).rejects.toMatchObject({ code: "FILE_INVALID" });
    expect(readdirSync(victim).sort()).toEqual(before);
  });

  test("a scenario's folder that is a link to another place", async () => {
    const { dir, victim, before } = changed((run) => {
      rmSync(join(run, "imported"), { recursive: true });
      symlinkSync(join(run, "..", "..", "victim"), join(run, "imported"));
      return undefined;
    });
    await expect(analyzeRunFolder(dir)).rejects.toMatchObject({ code: "FILE_INVALID" });
    expect(readdirSync(victim).sort()).toEqual(before);
  });

  test.each(["../../victim", "..", ".", "a/../../../victim"])("an ordering named %j", async (ordering) => {
    const { dir, victim, before } = changed(() => undefined);
    const run: OrderedRun = { ordering, rule: null, verdict: "pass", summary: "", fits: [], reasons: [] };
    const comparison: OrderingComparison = {
      ...{ schemaVersion: ORDERING_COMPARISON_SCHEMA_VERSION, verdict: "pass", seed: 1 },
      ...{ scenarios: [], rules: [], runs: [run] },
    };
    writeFileSync(join(dir, "orderings.json"), JSON.stringify(comparison));
    await expect(analyzeOrderings(dir)).rejects.toThrow(/leads out of the run's folder/);
    expect(readdirSync(victim).sort()).toEqual(before);
  });

  test("a pass that is a link to another run", async () => {
    const { dir } = changed((run) => {
      mkdirSync(join(run, "verbose"));
      symlinkSync(sound, join(run, "quiet"));
      return undefined;
    });
    await expect(analyzeRunFolder(dir)).rejects.toMatchObject({ code: "FILE_INVALID" });
  });

  test("a run that is reached over a link is read", async () => {
    const { dir } = changed(() => undefined);
    const link = join(parent, "link");
    symlinkSync(dir, link);
    expect((await analyzeRunFolder(link)).checklist.checks.length).toBeGreaterThan(0);
  });
});

describe("reports that are there tell the verdict that was found last", () => {
  const FILES = ["report.md", "report.html", "junit.xml", "ctrf.json"] as const;
  const failing = (dir: string) => {
    const file = join(dir, "imported", "requests.ndjson");
    const [first = "", ...others] = readFileSync(file, "utf8").split("\n");
    const failed = { ...JSON.parse(first), outcome: "failed", status: 502, errorCode: "HTTP_502" };
    writeFileSync(file, [JSON.stringify(failed), ...others].join("\n"));
  };

  test("all of them, after a change of the evidence", async () => {
    const { dir } = changed(() => undefined);
    await analyzeRunFolder(dir);
    await writeReports(dir);
    const before = FILES.map((file) => readFileSync(join(dir, file), "utf8"));
    failing(dir);
    expect((await analyzeRunFolder(dir)).checklist.verdict).toBe("fail");
    for (const [index, file] of FILES.entries()) {
      const after = readFileSync(join(dir, file), "utf8");
      expect(after, file).not.toBe(before[index]);
      expect(after, file).toContain("1 of 2 requests did not complete");
    }
  }, 60_000);

  test("none is made that was not there", async () => {
    const { dir } = changed(() => undefined);
    await analyzeRunFolder(dir);
    expect(FILES.filter((file) => existsSync(join(dir, file)))).toEqual([]);
  });
});
