import { writeParameters } from "@wa-routing/protocol";
import { SCORE_TOLERANCE } from "../conformance/score-conformance.ts";
import { reason } from "../reasons/reason.ts";
import { FOLLOWED_LOG, neverWritten } from "./log-evidence.ts";
import { fail, figure, inconclusive, type LogCheck, pass } from "./success-check.ts";

export const scoresMatch: LogCheck = {
  id: "observability.scores-match",
  claim: "Every logged score is what the formula gives for the inputs beside it.",
  witnesses: "the lines Priority score computed",
  minimumEvidence: [
    "a score line for every completed request; where the lines name only workloads, as many as a workload has requests",
  ],
  passes: [
    `every line recomputes to ${SCORE_TOLERANCE}, with the parameters that were declared, else with the fork's`,
    "where the log's numbers are rounded, every line is right up to that, and it is fine enough to tell other weights",
    "all values are in range",
  ],
  fails: ["a line that does not", "a score that no inputs can give"],
  inconclusive: [
    "there are no such lines",
    "requests without one",
    "lines that do not say all that their score is made of",
    "numbers so coarsely rounded that other formulas would fit as well",
  ],
  ...FOLLOWED_LOG,
  figuresAddUp: true,
  failsOnSight: true,
  judge(analysis) {
    const { scores, logPoints: counts } = analysis;
    if (scores === null || counts === null) return null;
    const { lines, notRecomputed, lackingFields, mismatches, impossible, weights, fitted, examples, decidedBy } =
      scores;
    const rounded = mismatches === 0 ? scores.rounded : null;
    const figures = [
      ...[figure("scoreLines", lines), figure("mismatches", mismatches), figure("impossible", impossible)],
      ...(rounded === null ? [] : [figure("rounded", rounded.lines)]),
    ];
    if (mismatches > 0) {
      const declared = analysis.parametersDeclared ? ("yes" as const) : ("no" as const);
      const differ = { mismatches, lines, weights, declared, fitted: fitted === null ? null : writeParameters(fitted) };
      return fail(reason("scores-differ", differ), { figures, evidence: [...examples] });
    }
    if (lines === 0) return inconclusive(reason("no-score-lines", {}), { figures });
    if (counts.lacking["score-computed"] > 0 || counts.requestsSeen < counts.requestsCompleted) {
      return inconclusive(neverWritten(analysis) ?? reason("scores-missing", { lines }), { figures });
    }
    if (notRecomputed > 0) {
      const lack = { lines: notRecomputed, of: lines, fields: lackingFields.join(", ") };
      return inconclusive(reason("scores-lack-inputs", lack), { figures });
    }
    if (rounded !== null && (rounded.isCoarse || rounded.undecided.length > 0)) {
      const { decimals, isCoarse, undecided } = rounded;
      const terms = isCoarse ? null : undecided.join(" and ");
      return inconclusive(reason("scores-rounded", { lines, decimals, terms }), { figures });
    }
    const { wait, criticality, rate } = decidedBy;
    const largest = `largest term: criticality in ${criticality} lines, wait in ${wait}, rate in ${rate}`;
    const rounding = rounded === null ? [] : [`rounded to ${rounded.decimals} decimals: ${rounded.lines} lines`];
    return pass({ figures, evidence: [largest, ...rounding] });
  },
  passed: ({ scoreLines = 0, rounded = 0 }) => ({
    summary: `All ${scoreLines} logged scores are what the formula gives.`,
    because: `Each was computed again from the values on its own line, to ${SCORE_TOLERANCE}${
      rounded === 0 ? "" : `; ${rounded} of them to the decimals that the router writes`
    }.`,
  }),
};
