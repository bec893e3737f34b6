import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WANTED_FIELDS } from "@wa-routing/analysis";
import { LOG_POINTS, logFindingsSchema } from "@wa-routing/protocol";
import { afterAll, expect, test } from "vitest";
import { temporaryFolder } from "../command.ts";
import { commandHere } from "../command-here.ts";

// What docs/log-points.md tells people to write is what the tool reads.
const folder = temporaryFolder();
afterAll(folder.remove);

const text = readFileSync(new URL("../../docs/log-points.md", import.meta.url), "utf8");
const [enough = "", everything = ""] = [...text.matchAll(/^```text\n(.*?)^```/gms)].map(([, block]) => block as string);

async function analysed(log: string) {
  const path = join(folder.path, "router.log");
  writeFileSync(path, log);
  const { code, stdout } = await commandHere("analyze", "--log", path, "--json");
  return { code, findings: logFindingsSchema.parse(JSON.parse(stdout)) };
}

test("the lines that are enough will do, and lack just what the document says", async () => {
  const { code, findings } = await analysed(enough);
  expect(findings.points.map(({ lines }) => lines)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(findings.checks.map(({ verdict }) => verdict)).toEqual(["pass", "pass", "pass"]);
  expect(findings).toMatchObject({ lines: 6, damagedLines: 0, order: "line-order" });
  expect(findings.wanted.length).toBeGreaterThan(4);
  expect(code).toBe(0);
});

test("the lines with all fields leave nothing to be wanted", async () => {
  const { code, findings } = await analysed(everything);
  expect(findings).toMatchObject({ verdict: "pass", damagedLines: 0, wanted: [], order: "counted" });
  expect(findings.checks.map(({ verdict }) => verdict)).toEqual(["pass", "pass", "pass"]);
  expect(code).toBe(0);
});

test("every field that must be there is one without which its line is damaged, or its point uncounted", async () => {
  const rows = [...text.matchAll(/^\| (?<message>[A-Z][^|]*) \| (?<fields>`[^|]*) \|/gm)];
  expect(rows).toHaveLength(Object.keys(LOG_POINTS).length);
  for (const { groups } of rows) {
    const fields = [...(groups?.fields ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name as string);
    const line = enough.split("\n").find((candidate) => candidate.includes(groups?.message ?? "?")) ?? "";
    const isEither = groups?.fields?.includes(" or ") === true;
    for (const dropped of isEither ? [fields] : fields.map((field) => [field])) {
      const without = dropped.reduce((rest, field) => rest.replace(new RegExp(` ${field}=\\S+`), ""), line);
      expect(without).not.toBe(line);
      const { findings } = await analysed(`${without}\n`);
      expect(findings.damage, without).toMatchObject([{ message: groups?.message, lines: 1 }]);
    }
  }
});

test("every field that buys more is in the document", () => {
  for (const { field } of WANTED_FIELDS) {
    for (const name of field.match(/\b[a-z]+_[a-z_]+\b|Workload wait recorded|\bseq\b|\bstage\b|a time/g) ?? []) {
      expect(text, field).toContain(name);
    }
  }
});
