import { type Check, type Checklist, ORDER_METRIC_IDS, type Verdict } from "@wa-routing/protocol";
import { verdictCounts } from "./verdict-sign.ts";

/** What a run, or a comparison of orderings, came to. */
export interface Judged {
  readonly verdict: Verdict;
  /** Of a run its checks, of a comparison its runs. */
  readonly parts: readonly { readonly verdict: Verdict }[];
}

const OF_RUN: Readonly<Record<Verdict, string>> = {
  pass: "Workload-aware routing works as claimed",
  fail: "Workload-aware routing does not work as claimed",
  inconclusive: "This run cannot say whether workload-aware routing works as claimed",
  "not-measured": "Nothing was measured",
};
const OF_REQUIRED: Readonly<Record<Verdict, string>> = {
  pass: "What was required holds, and routing by workload was not required",
  fail: "What was required does not hold, and routing by workload was not required",
  inconclusive: "This run cannot say whether what was required holds; routing by workload was not required",
  "not-measured": "Nothing of what was required was measured",
};
const OF_ORDERINGS: Readonly<Record<Verdict, string>> = {
  pass: "The orderings were told apart, each explained by the rule of its name",
  fail: "Not every ordering did what its name says",
  inconclusive: "This run cannot say whether each ordering did what its name says",
  "not-measured": "No ordering could be compared with a rule",
};
const TOLD_FIRST: readonly Verdict[] = ["fail", "inconclusive", "pass", "not-measured"];

/** Whether the verdict of a run is one of routing by workload: not where an order was measured and nothing rests on it. */
export function isOfRouting(checks: readonly Pick<Check, "id" | "required" | "verdict">[]): boolean {
  const measured = checks.filter(({ id, verdict }) => ORDER_METRIC_IDS.includes(id) && verdict !== "not-measured");
  return measured.length === 0 || measured.some(({ required }) => required);
}

/** What the verdict of a run is about, as a heading. */
export function runSubject({ checks }: Pick<Checklist, "checks">): string {
  return isOfRouting(checks) ? "Workload-aware routing" : "Required checks";
}

/** The verdict of a run in plain words: `Workload-aware routing works as claimed: 11 of 12 checks passed, 1 was not measured.` */
export function runSentence({ verdict, checks }: Pick<Checklist, "verdict" | "checks">): string {
  const said = isOfRouting(checks) ? OF_RUN : OF_REQUIRED;
  return `${said[verdict]}: ${countsWords(verdict, checks, "checks")}.${warning(verdict)}`;
}

/** The verdict of a comparison in plain words. */
export function orderingsSentence({ verdict, parts }: Judged): string {
  return `${OF_ORDERINGS[verdict]}: ${countsWords(verdict, parts, "runs")}.${warning(verdict)}`;
}

function warning(verdict: Verdict): string {
  return verdict === "inconclusive" ? " That is neither a pass nor a fail." : "";
}

function countsWords(verdict: Verdict, parts: Judged["parts"], what: string): string {
  const counts = verdictCounts(parts);
  const order = [verdict, ...TOLD_FIRST.filter((other) => other !== verdict)];
  const words = order.flatMap((of) => (counts[of] === 0 ? [] : [{ count: counts[of], words: done(of, counts[of]) }]));
  const [first, ...rest] = words;
  if (first === undefined) return `there were no ${what}`;
  const all = rest.length === 0 ? `all ${first.count} ${what}` : `${first.count} of ${parts.length} ${what}`;
  return [`${all} ${first.words}`, ...rest.map(({ count, words: of }) => `${count} ${of}`)].join(", ");
}

function done(verdict: Verdict, count: number): string {
  if (verdict === "pass") return "passed";
  if (verdict === "fail") return "failed";
  if (verdict === "inconclusive") return "could not be decided";
  return `${count === 1 ? "was" : "were"} not measured`;
}
