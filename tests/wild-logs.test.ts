import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEmbedded } from "@wa-routing/environments";
import type { Checklist, SuccessMetricId, Verdict } from "@wa-routing/protocol";
import { findScenario } from "@wa-routing/scenarios";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { analyzeRunFolder, runScenarios } from "wa-routing";
import {
  ERROR_LINES,
  type MeantLine,
  WRAPPED_LINES,
  WRITTEN_FORMS,
} from "../packages/analysis/src/log/written-forms.test-data.ts";
import { temporaryFolder } from "./command.ts";

// A healthy run whose log is written, wrapped and damaged in the ways of the world: the verdicts must stay, or say why they cannot.
const folder = temporaryFolder();
const dir = join(folder.path, "run");
const copy = join(folder.path, "copy");
let own: Checklist;
let lines: readonly MeantLine[];

beforeAll(async () => {
  const scenarios = [findScenario("basic-priority")];
  own = (await runScenarios({ scenarios, startGateway: () => startEmbedded(), seed: 7, runDir: dir })).checklist;
  lines = readFileSync(join(dir, "router.log"), "utf8").trim().split("\n").map(meant);
}, 120_000);

afterAll(folder.remove);

/** What a line of our own log means. */
function meant(line: string): MeantLine {
  const { level, ts, logger: _logger, msg, ...fields } = JSON.parse(line) as Record<string, string>;
  return {
    level: level === "info" ? "info" : "debug",
    at: ts ?? "",
    atMs: Date.parse(ts ?? ""),
    message: msg ?? "",
    fields,
  };
}

async function judgedWith(change: (log: string) => string | Uint8Array, alsoDo: (copied: string) => void = () => {}) {
  rmSync(copy, { recursive: true, force: true });
  cpSync(dir, copy, { recursive: true });
  const path = join(copy, "router.log");
  writeFileSync(path, change(readFileSync(path, "utf8")));
  alsoDo(copy);
  return (await analyzeRunFolder(copy)).checklist;
}

const verdictOf = ({ checks }: Checklist, id: SuccessMetricId): Verdict | undefined =>
  checks.find((check) => check.id === id)?.verdict;
const verdicts = ({ checks }: Checklist) => Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));
const codesOf = ({ checks }: Checklist, id: SuccessMetricId) =>
  checks.find((check) => check.id === id)?.reasons.map(({ code }) => code);
const written = (write: (line: MeantLine) => string, wrap: (line: string) => string) => () =>
  `${lines.map((line) => wrap(write(line))).join("\n")}\n`;

const FORMS = Object.entries(WRITTEN_FORMS);
const PREFIXES = Object.entries(WRAPPED_LINES);
const UNTIMED = ["nothing", "kubectl --prefix", "compose", "stern", "colours and CRLF"];
const LOG_CHECKS = [
  ...(["observability.log-points", "observability.scores-match", "observability.registry-accurate"] as const),
];
/** Each form and each prefix once: all of them together are tried line by line beside the reader. */
const CELLS = FORMS.map(([form, write], index) => {
  // The times of prefixes are made up: lines that tell none, or whole seconds, go without them.
  const fitting = PREFIXES.filter(([prefix]) => !/^(klog|Go's)/.test(form) || UNTIMED.includes(prefix));
  const [prefix, wrap] = fitting[index % fitting.length] as (typeof PREFIXES)[number];
  return [form, prefix, write, wrap] as const;
});

describe.each(CELLS)("%s behind %s", (_form, _prefix, write, wrap) => {
  test("has the same verdicts", async () => {
    const checklist = await judgedWith(written(write, wrap));
    const expected = verdicts(own);
    for (const id of LOG_CHECKS) expect([id, verdictOf(checklist, id)]).toEqual([id, expected[id]]);
    expect(verdictOf(checklist, "functional.no-errors")).toBe("pass");
  });

  test("fails no-errors with one error line", async () => {
    const log = written(write, wrap);
    const checklist = await judgedWith(() => `${log()}${wrap(ERROR_LINES[0] as string)}\n`);
    expect(verdictOf(checklist, "functional.no-errors")).toBe("fail");
  });
});

test.each(ERROR_LINES)("beside our own lines an error fails no-errors: %s", async (line) => {
  const checklist = await judgedWith((log) => `${log}${line}\n`);
  expect(verdictOf(checklist, "functional.no-errors")).toBe("fail");
});

test.each<[string, (log: string) => string | Uint8Array]>([
  ["UTF-16 with a byte order mark", (log) => Buffer.from(`\uFEFF${log}`, "utf16le")],
  ["UTF-16 without one", (log) => Buffer.from(log, "utf16le")],
  ["UTF-8 with one", (log) => `\uFEFF${log}`],
])("%s is read", async (_, change) => {
  const checklist = await judgedWith(change);
  for (const id of LOG_CHECKS) expect([id, verdictOf(checklist, id)]).toEqual([id, verdicts(own)[id]]);
});

test.each<[string, (log: string) => string, string]>([
  ["in a form that nobody knows", (log) => log.replaceAll(/^\{(.*)\}$/gm, "<$1>"), "log-not-understood"],
  [
    "of an Envoy beside the picker, with an error in it",
    () => "[2026-11-25 15:28:20.123][1][error][main] [source/server.cc:1] cannot bind\n".repeat(20),
    "log-of-another-program",
  ],
  ["of another run", (log) => log.replaceAll(/"(request_id|workload_id)":"/g, '"$1":"other-'), "log-of-another-run"],
])("a log %s decides nothing, and says why", async (_, change, code) => {
  // Our own picker's log is known to be one: here it is somebody else's.
  const checklist = await judgedWith(change, (copied) => {
    const path = join(copied, "run.json");
    const run = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...run, gateway: { ...run.gateway, environment: "existing", router: {} } }));
  });
  for (const id of ["functional.no-errors", ...LOG_CHECKS] as const) {
    expect([id, verdictOf(checklist, id)]).toEqual([id, "inconclusive"]);
  }
  expect(codesOf(checklist, "functional.no-errors")).toContain(code);
});

test("a log that broke off is told in every report, and decides nothing that needs its rest", async () => {
  const gap = "the log command ended with exit code 0 before the run did: kubectl logs -f deploy/epp";
  const half = (log: string) => `${log.split("\n").slice(0, 60).join("\n")}\n`;
  const checklist = await judgedWith(half, (copied) => {
    const path = join(copied, "run.json");
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), logGaps: [gap] }));
  });
  expect(verdictOf(checklist, "functional.no-errors")).toBe("inconclusive");
  expect(verdictOf(checklist, "observability.log-points")).toBe("inconclusive");
  for (const report of ["report.md", "report.html", "junit.xml"]) {
    expect(readFileSync(join(copy, report), "utf8")).toContain("ended with exit code 0 before the run did");
  }
});

/** Times with so many digits behind the second. */
const toDigits = (digits: number) => (log: string) =>
  log.replaceAll(/"ts":"([^".]+)(\.\d+)?Z"/g, (_, second, fraction = "") => {
    const kept = digits === 0 ? "" : (fraction || ".0").slice(0, digits + 1);
    return `"ts":"${second}${kept}Z"`;
  });

test.each([0, 1, 2, 3, 6])(
  "a log whose times have %i digits behind the second has the same verdicts",
  async (digits) => {
    const checklist = await judgedWith(toDigits(digits));
    const [time = ""] = /"ts":"[^"]*"/.exec(readFileSync(join(copy, "router.log"), "utf8")) ?? [];
    expect(time).toMatch(new RegExp(`:\\d\\d${digits === 0 ? "" : `\\.\\d{${digits}}`}Z"$`));
    expect(verdicts(checklist)).toEqual(verdicts(own));
  },
);

test("a line of another writer, which tells its time more finely, makes no clock one that was set", async () => {
  const theirs = "2026/11/25 15:28:20.123456 [info] watching\n";
  const checklist = await judgedWith((log) => `${theirs}${toDigits(0)(log)}`);
  expect(verdicts(checklist)).toEqual(verdicts(own));
});

test("three starts at -v 2 are two restarts", async () => {
  const start = '{"level":"info","ts":"2026-11-25T15:28:20.1Z","msg":"Initializing experimental Flow Control layer"}\n';
  const checklist = await judgedWith(
    (log) => log,
    (copied) => appendFileSync(join(copied, "router.log"), start + start),
  );
  expect(codesOf(checklist, "functional.no-errors")).toContain("router-restarted");
  expect(verdictOf(checklist, "functional.no-errors")).toBe("fail");
});
