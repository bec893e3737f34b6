import { type Checklist, SUCCESS_METRIC_IDS, type Verdict } from "@wa-routing/protocol";
import type { FaultName } from "@wa-routing/simulator";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Tried } from "../selftest/deviation.ts";
import type { SelftestProgress } from "../selftest/run-selftest.ts";
import { planSelftest, type SelftestScope } from "../selftest/selftest-run.ts";
import { createSelftestDisplay } from "./selftest-display.ts";
import { QUICK_MINUTES } from "./selftest-options.ts";

const faults: FaultName[] = ["fcfs-ordering", "score-logged-wrong"];
const scope: SelftestScope = { quick: true, repeats: 2, faults, variants: [] };
const runs = planSelftest(scope).filter(({ asks }) => asks === "checks");
const size = { runs: runs.length, jobs: 2, scope, isWhole: true };

// Times are printed: they are not to be those of this machine.
beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const checklist = (verdict: Verdict) =>
  ({
    checks: SUCCESS_METRIC_IDS.map((id) => ({ id, verdict, scenarios: ["s"], summary: "seen.", reasons: [] })),
  }) as unknown as Checklist;

/** Begins every run up to the `upTo`-th, and ends all of them but the last. */
function shown(verdictOf: (run: (typeof runs)[number]) => Verdict, upTo: number, silent = false) {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const display = createSelftestDisplay(size, silent);
  const told = (now: SelftestProgress["now"], done: number, tried: Tried | null) => {
    const run = runs[done - (now === "ended" ? 1 : 0)] as (typeof runs)[number];
    display.update({ done, total: runs.length, underWay: now === "begun" ? [run] : [], run, now, tried });
  };
  for (const [index, run] of runs.slice(0, upTo).entries()) {
    told("begun", index, null);
    if (index === upTo - 1) break;
    const { subject, repeat } = run;
    told("ended", index + 1, { asks: "checks", repeat, result: { subject, checklists: [checklist(verdictOf(run))] } });
  }
  display.end();
  return {
    lines: written.mock.calls
      .map(([text]) => String(text))
      .join("")
      .split("\n"),
    soFar: display.soFar(),
  };
}

const asDeclared = ({ subject }: (typeof runs)[number]): Verdict => (subject.fault === null ? "pass" : "fail");

test("where standard error is no terminal: how long it takes, and a line whenever a run begins or has ended", () => {
  const { lines } = shown(asDeclared, 2);
  expect(lines).toEqual([
    `selftest: ${runs.length} runs of our own gateway, 2 side by side: about ${QUICK_MINUTES} minutes on 2 idle cores`,
    "0.0 s  healthy-1-basic-priority: begun",
    expect.stringMatching(
      new RegExp(
        `^0\\.0 s {2}healthy-1-basic-priority: ended after 0 s, as declared; 1 of ${runs.length} done, about 0 s left$`,
      ),
    ),
    `0.0 s  ${runs[1]?.folder}: begun`,
    "",
  ]);
});

test("silent: nothing is shown", () => {
  expect(shown(asDeclared, 2, true).lines).toEqual([""]);
});

test("cut short: what was tried, how that went, and what was under way", () => {
  const { soFar } = shown(asDeclared, runs.length);
  expect(soFar).toMatch(new RegExp(`^after 0 s, ${runs.length - 1} of ${runs.length} runs had ended\n`));
  expect(soFar).toMatch(/^ {2}as declared \(\d+\): healthy, healthy, repeat 2 of 2, fcfs-ordering/m);
  expect(soFar).toContain(`  begun, and not judged: ${runs.at(-1)?.folder}\n`);
  expect(soFar).not.toContain("☒");
});

test("cut short after something went otherwise: that is said in the words of the end", () => {
  const { soFar, lines } = shown(() => "pass", runs.length);
  expect(lines.join("\n")).toMatch(/fcfs-ordering-basic-priority: ended after 0 s, ☒ \d+ not as declared; /);
  expect(soFar).toMatch(
    /^ {2}☒ fcfs-ordering: functional\.criticality-order was declared fail and is pass: seen\. \[\]$/m,
  );
});

test("cut short before anything had ended", () => {
  expect(shown(asDeclared, 1).soFar).toBe(
    `after 0 s, 0 of ${runs.length} runs had ended\n  begun, and not judged: healthy-1-basic-priority\n`,
  );
});
