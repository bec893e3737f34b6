import { describe, expect, test } from "vitest";
import { analysisOf, analysisWith, perPoint } from "./analysis.test-data.ts";
import { incompleteLog, isOfOtherScenarios, lackingLines } from "./log-evidence.ts";

const WHOLE = { seen: 48, completed: 48, lacking: 0, missingSeq: 0, damaged: 0 };

test.each([
  ["requests", analysisWith({ logPoints: { requestsSeen: 47 } }), { seen: 47 }],
  [
    "log points",
    analysisWith({ logPoints: { lacking: perPoint(1, { dispatched: 3, "score-computed": 2 }) } }),
    { lacking: 3 },
  ],
  ["numbers of its sequence", analysisWith({ log: { missingSeq: 4 } }), { missingSeq: 4 }],
  ["lines that can be read", analysisWith({ log: { damagedLines: 5 } }), { damaged: 5 }],
  [
    "as many points as numbers",
    analysisWith({ logPoints: { lacking: perPoint(3) }, log: { missingSeq: 3 } }),
    { lacking: 3, missingSeq: 3 },
  ],
  [
    "as many numbers as lines",
    analysisWith({ log: { missingSeq: 3, damagedLines: 3 } }),
    { missingSeq: 3, damaged: 3 },
  ],
  ["everything", analysisOf({ log: null, logPoints: null }), { seen: 0, completed: 0 }],
])("a log that lacks %s is not whole, in a run that was cut short too", (lacks, analysis, figures) => {
  const reason = { code: "log-incomplete", figures: { ...WHOLE, ...figures } };
  expect(incompleteLog(analysis)).toEqual(reason);
  const cut = incompleteLog({ ...analysis, complete: false });
  expect(cut).toEqual(
    lacks === "everything" ? { code: "run-incomplete", figures: { problem: null, code: null } } : reason,
  );
});

test("where nothing lacks in the log, the run is what did not reach its end", () => {
  expect(incompleteLog(analysisOf({ complete: false }))).toEqual({
    code: "run-incomplete",
    figures: { problem: null, code: null },
  });
});

describe("lines are known to be lacking", () => {
  const unread = { lines: 1, firstLine: 9, message: "[WA-ROUTING] Req" };
  test.each([
    ["at the end", { logPoints: { requestsSeen: 40, unseenLast: 8 } }],
    ["at the beginning", { logPoints: { requestsSeen: 40, unseenFirst: 8 } }],
    ["at both ends", { logPoints: { requestsSeen: 40, unseenFirst: 3, unseenLast: 5 } }],
    ["by their numbers", { log: { missingSeq: 2 } }],
    ["where one broke off", { log: { damagedLines: 1, damage: [{ ...unread, lacks: [] }] } }],
    ["in a scenario of which it has none", { ownEvents: 0, logPoints: { requestsSeen: 0 } }],
  ] as const)("%s", (_, changes) => {
    expect(lackingLines(lacking(changes))?.code).toBe("log-incomplete");
  });

  test.each([
    ["in a log that is whole", {}],
    ["where requests in the middle have none", { logPoints: { requestsSeen: 40, unseenLast: 3 } }],
    ["where a line lacks a field", { log: { damagedLines: 1, damage: [{ ...unread, lacks: ["score"] }] } }],
    ["where the router writes none", { ownEvents: 0, log: { markedLines: 0 }, logPoints: { requestsSeen: 0 } }],
    ["in a log of another run, which has its own words", { ownEvents: 0, log: { foreignEvents: 3, missingSeq: 2 } }],
  ] as const)("they are not %s", (_, changes) => {
    expect(lackingLines(lacking(changes))).toBeNull();
  });

  test("without a log there are none to lack", () => {
    expect(lackingLines(analysisOf({ log: null }))).toBeNull();
    expect(isOfOtherScenarios({ log: null, ownEvents: 0 })).toBe(false);
  });
});

/** As `analysisWith`, with another number of events of its own. */
function lacking({
  ownEvents = 288,
  ...changes
}: Parameters<typeof analysisWith>[0] & { readonly ownEvents?: number }) {
  return { ...analysisWith(changes), ownEvents };
}
