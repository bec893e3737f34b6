import { describe, expect, test } from "vitest";
import { routerHealth } from "../conformance/router-health.ts";
import { assignEvents, type ScenarioTraffic } from "../evidence/assign-events.ts";
import { createRouterLogParser } from "./router-log-parser.ts";
import { START_NEEDLES } from "./start-words.ts";
import { type MeantLine, WRAPPED_LINES, WRITTEN_FORMS } from "./written-forms.test-data.ts";

const RUN = { name: "a", plan: {}, requests: [], arrivals: [] } as unknown as ScenarioTraffic;
const AT = "2026-11-25T15:28:20.123000Z";
const said = (message: string, fields: MeantLine["fields"] = {}): MeantLine => ({
  ...({ level: "info", at: AT, atMs: 1_795_620_500_123, message, fields } as const),
});
const NOISE = Array.from({ length: 40 }, (_, n) => said(`noise ${n}`, { n }));

/** How often a router is said to have started again by a log of these lines, written in any form and wrapped in anything. */
function restartsOf(lines: readonly MeantLine[], write: (line: MeantLine) => string, wrap = (line: string) => line) {
  const parser = createRouterLogParser();
  const text = lines.map((line) => `${wrap(write(line))}\n`).join("");
  const events = [...parser.push(new TextEncoder().encode(text)), ...parser.end()];
  return routerHealth(assignEvents(events, [RUN]).byScenario.get("a") ?? [], []).restarts;
}

const json = WRITTEN_FORMS["zap's JSON"] as (line: MeantLine) => string;
const FORMS = Object.entries<(line: MeantLine) => string>(WRITTEN_FORMS);
const threeStarts = (start: readonly MeantLine[]) => [start, start, start].flatMap((each) => [...each, ...NOISE]);

describe.each(START_NEEDLES)(
  "a log without log points in which a router says %j three times tells of two restarts",
  (words) => {
    test.each(FORMS)("%s", (_, write) => {
      expect(restartsOf(threeStarts([said(words, { pool: "p" })]), write)).toBe(2);
    });

    test.each(Object.entries(WRAPPED_LINES))("behind %s", (_, wrap) => {
      expect(restartsOf(threeStarts([said(words)]), json, wrap)).toBe(2);
    });
  },
);

test("all that is said at one start is one start, and where it is said with other figures each time it is the same", () => {
  const start = (pid: number) => START_NEEDLES.map((words) => said(`${words}, pid ${pid}`, { pid }));
  expect(restartsOf([...start(1), ...NOISE], json)).toBe(0);
  expect(restartsOf([...start(1), ...NOISE, ...start(2)], json)).toBe(1);
  expect(restartsOf([...start(1), ...NOISE, ...start(2), ...start(3)], json)).toBe(2);
});

test("a log that begins while its router runs tells of each start in it", () => {
  const own = said("[WA-ROUTING] Request dispatched", { request_id: "r", workload_id: "w" });
  const later = said(START_NEEDLES[0] as string);
  expect(restartsOf([own, ...NOISE, later], json)).toBe(1);
});

test("words of a start in the middle of something else are none", () => {
  const lines = threeStarts(START_NEEDLES.map((words) => said(`not yet: ${words}`)));
  expect(restartsOf(lines, json)).toBe(0);
});
