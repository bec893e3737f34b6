import type { HeaderReadings } from "../conformance/header-readings.ts";
import { reason } from "../reasons/reason.ts";
import { judgeOrderClaim } from "./order-claim-check.ts";
import { againstFcfs, howOften, ORDER_RULES, TREATMENT_RULES } from "./order-rules.ts";
import { fail, figure, type SuccessCheck } from "./success-check.ts";

export const defaultWorkload: SuccessCheck = {
  ...ORDER_RULES,
  id: "functional.default-workload",
  claim:
    "Requests with a missing, malformed or out-of-range header are served, and ordered as the router's rules read them.",
  passes: [
    "every row is served",
    "the log, where there is one, shows the reading that the rules give; of several header lines, which any intermediary may join, the last or none",
    ...TREATMENT_RULES,
  ],
  fails: ["a row is refused", "a header is interpreted differently from the contract", ...ORDER_RULES.fails],
  advice: "Run default-workload; the header rows and their readings are in @wa-routing/protocol's vectors.",
  judge(analysis, confirmation) {
    const readings = analysis.headerReadings;
    const claim = analysis.claims.find(({ check }) => check === "functional.default-workload");
    if (readings === null || claim === undefined) return null;
    const order = judgeOrderClaim(claim, analysis, confirmation);
    const figures = [...order.figures, figure("headersCompared", readings.compared)];
    const { refused, unserved, mismatches, misread, answered4xx } = readings;
    const wrong = [
      ...refused.slice(0, 1).map((example) => reason("headers-refused", { refused: unserved, example })),
      ...mismatches.slice(0, 1).map((example) => reason("headers-misread", { misread, example })),
    ];
    if (wrong.length > 0 && (analysis.complete || answered4xx > 0)) {
      return fail(wrong, { figures, evidence: [...refused, ...mismatches] });
    }
    return { ...order, figures, evidence: [...order.evidence, ...seenOfSeveralLines(readings)] };
  },
  passed: (totals) => ({
    summary: `Requests without a sound header were served in the order that the rules give ${howOften(totals)}.`,
    because: `${(totals.headersCompared ?? 0) > 0 ? `The log shows ${totals.headersCompared} headers interpreted by the contract. ` : ""}${againstFcfs(totals)}`,
  }),
};

/** Which of the readings that are open was seen. */
function seenOfSeveralLines({ severalLines }: HeaderReadings): string[] {
  const { "last-line": last, "joined-lines": joined } = severalLines;
  return [
    ...(last === 0 ? [] : [`of several header lines the last was read (${last} requests)`]),
    ...(joined === 0 ? [] : [`several header lines were read as one that is not readable (${joined} requests)`]),
  ];
}
