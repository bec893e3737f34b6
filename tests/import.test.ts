import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checklistSchema } from "@wa-routing/protocol";
import { afterAll, describe, expect, test } from "vitest";
import { command, startCommand, temporaryFolder } from "./command.ts";

const folder = temporaryFolder();
afterAll(folder.remove);

interface Row {
  readonly workload: string;
  readonly criticality: number;
  readonly sentMs: number;
}

const SERVICE_MS = 450;
const EACH_MS = 480;

const sent = (workload: string, criticality: number, count: number, fromMs: number, gapMs: number) =>
  Array.from({ length: count }, (_, index): Row => ({ workload, criticality, sentMs: fromMs + index * gapMs }));

/** The published figures are mean places of completion; these are tables that have exactly those. */
function csvOf(inOrderOfCompletion: readonly Row[]): string {
  let freeMs = 0;
  const rows = inOrderOfCompletion.map(({ workload, criticality, sentMs }, index) => {
    freeMs = Math.max(freeMs + EACH_MS, sentMs + SERVICE_MS);
    return `r${index},${workload},${criticality},${sentMs},${freeMs},200`;
  });
  return `id,workload_id,criticality,sent_ms,completed_ms,status\n${rows.join("\n")}\n`;
}

function meanPlace(rows: readonly Row[], workload: string): number {
  const places = rows.flatMap((row, index) => (row.workload === workload ? [index + 1] : []));
  return places.reduce((sum, place) => sum + place, 0) / places.length;
}

function exchanged(rows: readonly Row[], places: readonly (readonly [number, number])[]): Row[] {
  const result = [...rows];
  for (const [a, b] of places) [result[a - 1], result[b - 1]] = [result[b - 1] as Row, result[a - 1] as Row];
  return result;
}

async function judged(name: string, rows: readonly Row[]) {
  const file = join(folder.path, `${name}.csv`);
  const dir = join(folder.path, name);
  writeFileSync(file, csvOf(rows));
  const imported = await command("import", file, "--run-dir", dir);
  expect(imported).toMatchObject({ code: 0, stderr: "" });
  const { code } = await command("analyze", dir);
  const [attribution] = JSON.parse(readFileSync(join(dir, "imported", "analysis.json"), "utf8")).attribution;
  const verdicts = Object.fromEntries(
    (attribution.fits as { rule: string; verdict: string }[]).map(({ rule, verdict }) => [rule, verdict]),
  );
  const { checks } = checklistSchema.parse(JSON.parse(readFileSync(join(dir, "checklist.json"), "utf8")));
  return {
    code,
    attribution,
    verdicts,
    judgedChecks: checks.filter(({ id, required }) => required && id.startsWith("functional.")),
  };
}

describe("orders that were published as a pass", () => {
  test("60 completions, means 20.5 and 50.5: what first come first served gives", async () => {
    const rows = [...sent("A", 2, 40, 0, 10), ...sent("B", 4, 20, 5000, 10)];
    expect([meanPlace(rows, "A"), meanPlace(rows, "B")]).toEqual([20.5, 50.5]);
    const { code, attribution, verdicts, judgedChecks } = await judged("sixty", rows);
    expect(code).toBe(3);
    expect(attribution.text).toMatch(/^explained by fcfs/);
    expect(verdicts).toMatchObject({ fcfs: "explains", "workload-aware": "refuted" });
    expect(judgedChecks.find(({ id }) => id === "functional.criticality-order")).toMatchObject({
      verdict: "inconclusive",
      reasons: expect.arrayContaining([
        expect.objectContaining({ code: "explained-by", figures: expect.objectContaining({ rules: "fcfs" }) }),
      ]),
    });
  }, 60_000);

  test("80 completions, means 20.5 and 60.5: the same", async () => {
    const rows = [...sent("burst", 3, 40, 0, 5), ...sent("steady", 3, 40, 300, 400)];
    expect([meanPlace(rows, "burst"), meanPlace(rows, "steady")]).toEqual([20.5, 60.5]);
    const { code, verdicts, judgedChecks } = await judged("eighty", rows);
    expect(code).toBe(3);
    expect(verdicts).toMatchObject({ fcfs: "explains", "workload-aware": "refuted" });
    expect(judgedChecks.find(({ id }) => id === "functional.rate-penalty")).toMatchObject({ verdict: "inconclusive" });
  }, 60_000);

  test("100 completions, means 21.6, 46.5 and 64.5 for criticality 5, 3 and 1 sent in reverse: fcfs is refuted", async () => {
    const low = sent("low", 1, 50, 0, 10);
    const [medium, high] = [sent("medium", 3, 30, 200, 10), sent("high", 5, 20, 400, 10)];
    // Eleven of the lowest had gone before the queue stood; two pairs were exchanged on the way.
    const rows = exchanged(
      [...low.slice(0, 11), ...high, ...medium, ...low.slice(11)],
      [
        [30, 32],
        [61, 63],
      ],
    );
    expect(["high", "medium", "low"].map((workload) => meanPlace(rows, workload).toFixed(1))).toEqual([
      "21.6",
      "46.5",
      "64.5",
    ]);
    const { code, verdicts, judgedChecks } = await judged("hundred", rows);
    expect(verdicts.fcfs).toBe("refuted");
    expect(code).toBe(3);
    const order = judgedChecks.find(({ id }) => id === "functional.criticality-order");
    expect(order?.evidence.join()).toMatch(/fcfs refuted/);
  }, 60_000);
});

test("a request that failed is imported as one", async () => {
  const dir = join(folder.path, "failed");
  const input = "id,workload_id,criticality,sent_ms,completed_ms,status\na,w,5,0,10,200\nb,v,1,0,20,503\nc,v,1,0,9,0\n";
  expect(await startCommand(["import", "-", "--run-dir", dir], { input }).finished).toMatchObject({ code: 0 });
  expect((await command("analyze", dir)).code).toBe(1);
  expect((await command("trace", dir, "b")).stdout).toMatch(/failed/);
  expect((await command("trace", dir, "c")).stdout).toMatch(/transport/);
  const { checks } = checklistSchema.parse(JSON.parse(readFileSync(join(dir, "checklist.json"), "utf8")));
  expect(checks.find(({ id }) => id === "performance.all-complete")?.summary).toMatch(/^2 of 3 requests did not/);
}, 60_000);
