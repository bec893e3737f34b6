import { CLAIMED_RULE } from "../policy/ordering-rule.ts";
import { disciplineName } from "../reasons/rule-names.ts";
import { explaining, type FitsInBothArms, fitOf, type RuleFit, verdictOn } from "./rule-fit.ts";
import { LEAST_DECISIVE_PAIRS } from "./thresholds.ts";

/** Pairs on which the workload-aware rule and fcfs are sure of opposite orders, and how many went the first way. */
export interface AgainstFcfs {
  readonly pairs: number;
  readonly workloadAware: number;
}

/** What an order is explained by, in a line. */
export function attributionText(order: FitsInBothArms, againstFcfs: AgainstFcfs): string {
  const { fits, control } = order;
  const aware = fitOf(fits, CLAIMED_RULE);
  const fcfs = fitOf(fits, "fcfs");
  const isExplainedBy = ({ rule }: RuleFit) => verdictOn(order, rule) === "explains";
  const agreement = ({ agreeing, decisivePairs, pValue }: RuleFit) =>
    `${agreeing} of ${decisivePairs} decisive pairs${pValue === null ? "" : `, ${chance(pValue)}`}`;
  const all = explaining(order);
  const equal = fits.flatMap((fit) =>
    fit.equalTo === null || !isExplainedBy(fit) ? [] : [`${fit.rule} is equal to ${fit.equalTo} here`],
  );
  const queue = `queue: ${queueOf(aware)}`;
  if (isExplainedBy(aware) && fcfs.verdict === "refuted") {
    const others = all.map(({ rule }) => rule).filter((rule) => rule !== CLAIMED_RULE);
    const too = others.length === 0 ? "" : `; ${others.join(" and ")} would look the same here`;
    return `explained by ${CLAIMED_RULE}, fcfs refuted (${agreement(aware)}; ${againstFcfs.workloadAware} of ${againstFcfs.pairs} against fcfs${too}); ${queue}`;
  }
  if (isExplainedBy(fcfs)) {
    const awareToo = isExplainedBy(aware) ? `fcfs explains this just as well as ${CLAIMED_RULE}` : "explained by fcfs";
    return [`${awareToo} (${agreement(fcfs)})`, ...equal].join("; ");
  }
  const [best] = all;
  if (best !== undefined) {
    return `explained by ${all.map(({ rule }) => rule).join(", ")} (${agreement(best)}), fcfs ${fcfs.verdict}`;
  }
  if (aware.decisivePairs + fcfs.decisivePairs < LEAST_DECISIVE_PAIRS) return "too few decisive pairs to tell any rule";
  const inBoth = (fit: RuleFit) => {
    const { verdict, agreeing, decisivePairs } = fitOf(control, fit.rule);
    return `${agreement(fit)}${verdict === "refuted" ? `, ${agreeing} of ${decisivePairs} in the control arm` : ""}`;
  };
  return `no known rule explains this order; ${CLAIMED_RULE}: ${inBoth(aware)}; fcfs ${fcfs.verdict}: ${inBoth(fcfs)}`;
}

/** The discipline under which a rule explains an order best, and others under which it does so too. */
function queueOf({ discipline, disciplines }: RuleFit): string {
  const too = disciplines.filter((fit) => fit.verdict === "explains" && fit.discipline !== discipline);
  const others = too.map((fit) => disciplineName(fit.discipline));
  return `${disciplineName(discipline)}${others.length === 0 ? "" : ` (${others.join(" or ")} would explain it too)`}`;
}

function chance(p: number): string {
  // What random orders can show ends at one in a thousand for each episode: a bound, not a value.
  return p < 1e-9 ? "p < 1e-9" : `p ≤ ${p < 0.001 ? p.toExponential(0) : p.toPrecision(2)}`;
}
