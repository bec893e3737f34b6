import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LogFindings, logFindingsSchema } from "@wa-routing/protocol";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../command.ts";
import { commandHere } from "../command-here.ts";

// "Will my log do?": a router's log by itself. The examples of the seed document, and what happens to them.
const folder = temporaryFolder();
afterAll(folder.remove);

const document = fileURLToPath(new URL("./seed-document.log", import.meta.url));
const examples = readFileSync(document, "utf8");
/** The same, as a router writes it that computes what it logs. */
const sound = examples
  .split("\n")
  .filter((line) => !/final_score=0\.(85|52|28)/.test(line))
  .join("\n")
  .replace("final_score=0.76", "final_score=0.40093333333333336")
  .concat(
    ["medium criticality=3", "low criticality=1"]
      .map((who) => `[WA-ROUTING] Priority score computed workload_id=${who} avg_wait_time_sec=0 request_rate=0 `)
      .map((line, index) => `${line}final_score=${index === 0 ? 0.24 : 0.08}\n`)
      .join(""),
  );

async function findingsOf(log: string): Promise<{ readonly code: number; readonly findings: LogFindings }> {
  const path = join(folder.path, "router.log");
  writeFileSync(path, log);
  const { code, stdout } = await commandHere("analyze", "--log", path, "--json");
  return { code, findings: logFindingsSchema.parse(JSON.parse(stdout)) };
}

const verdictsOf = ({ checks }: LogFindings) => checks.map(({ verdict }) => verdict);

test("the seed document's examples: all points are there, and the scores that nothing gives are named", async () => {
  const { code, stdout } = await commandHere("analyze", "--log", document);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^Priority score computed +4 +0$/m);
  expect(stdout).toMatch(/^Request dispatched +3 +3$/m);
  expect(stdout).toContain("☑ All [WA-ROUTING] log points present");
  expect(stdout.replace(/\s+/g, " ")).toContain(
    "line 3: logged 0.76, the formula gives 0.400933 for criticality 5, average wait 0.5 s, rate 1.2/s",
  );
  expect(stdout).toContain("line 7: logged 0.85; no inputs give a score outside -0.12 to 0.8");
  expect(stdout).toMatch(/^FAIL {2}2 pass, 1 fail$/m);
});

test("as data: counts by type, and the fields that would buy more", async () => {
  const { findings } = await findingsOf(examples);
  expect(findings.points.map(({ lines, unnamed }) => [lines, unnamed])).toEqual([
    ...[
      [3, 0],
      [3, 3],
      [3, 0],
      [4, 4],
      [3, 0],
      [3, 3],
    ],
  ]);
  expect(findings).toMatchObject({ verdict: "fail", lines: 19, requests: 3, workloads: 3, order: "line-order" });
  expect(findings.wanted.map(({ field }) => field)).toEqual(expect.arrayContaining(["dispatch_seq", "seq", "stage"]));
});

test("the same with scores that are computed is what will do", async () => {
  const { code, findings } = await findingsOf(sound);
  expect(verdictsOf(findings)).toEqual(["pass", "pass", "pass"]);
  expect(code).toBe(0);
});

describe("what will not do, and what nobody can tell", () => {
  test.each([
    [
      "without a point",
      (log: string) => log.replace(/.*Request admitted.*\n/g, ""),
      1,
      ["fail", "pass", "pass"],
      /5 of 6 found; missing: Request admitted/,
    ],
    [
      "dispatches that name nobody",
      (log: string) => log.replace(/(dispatched).*/g, "$1 queue_size=0"),
      3,
      ["inconclusive", "pass", "pass"],
      /Request dispatched is in the log \(3 lines, .* without request_id/,
    ],
    [
      "a score without its rate",
      (log: string) => log.replace(" request_rate=1.2", ""),
      3,
      ["pass", "inconclusive", "pass"],
      /1 of 3 score lines .* lack request_rate/,
    ],
    [
      "a log that ends in the middle",
      (log: string) => log.replace(/.*decremented workload_id=low.*\n/, ""),
      3,
      ["inconclusive", "pass", "inconclusive"],
      /1 requests lack a log point/,
    ],
    [
      "a count that is wrong",
      (log: string) => log.replace("medium active_requests=0", "medium active_requests=1"),
      1,
      ["pass", "pass", "fail"],
      /active requests of medium is 1, the events give 0/,
    ],
    ["an empty file", () => "", 3, ["inconclusive", "inconclusive", "inconclusive"], /log is empty/],
  ] as const)("%s", async (_, change, expected, verdicts, says) => {
    const { code, findings } = await findingsOf(change(sound));
    expect(verdictsOf(findings)).toEqual(verdicts);
    expect(findings.checks.map(({ summary }) => summary).join("\n")).toMatch(says);
    expect(code).toBe(expected);
  });
});

test("a log that begins in the middle of its workloads: what they had counted before is taken from their first lines", async () => {
  const later = sound
    .replaceAll("total_requests=1", "total_requests=58")
    .replaceAll("active_requests=1", "active_requests=4");
  const { findings } = await findingsOf(later.replaceAll("active_requests=0", "active_requests=3"));
  expect(verdictsOf(findings)).toEqual(["pass", "pass", "pass"]);
  const wrong = await findingsOf(later.replaceAll("active_requests=0", "active_requests=2"));
  expect(verdictsOf(wrong.findings)).toEqual(["pass", "pass", "fail"]);
});

test("trace prints what a log alone says of a request", async () => {
  const { stdout, code } = await commandHere("trace", document, "req-002");
  expect(stdout.split("\n").filter((line) => line.includes("names only its workload"))).toHaveLength(3);
  expect(stdout).toMatch(/router +dispatched, line 15/);
  expect(code).toBe(0);
  const unknown = await commandHere("trace", document, "req-009");
  expect(unknown.stderr).toMatch(/has no request "req-009"/);
  expect(unknown.code).toBe(2);
});
