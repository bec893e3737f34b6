import { expect, test } from "vitest";
import { analysisOf, analysisWith, perPoint } from "./analysis.test-data.ts";
import { incompleteLog } from "./log-evidence.ts";

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
