import type { Checklist, Figure, SuccessMetricId, Verdict } from "@wa-routing/protocol";
import type { Analysis } from "./analysis.ts";
import { dispatchOrder } from "./checks/dispatch-order-check.ts";
import { evidenceWeaknesses } from "./checks/order-weakness.ts";
import type { Judgement, SuccessCheck } from "./checks/success-check.ts";
import { checklistOf, type Judged, type JudgeOptions } from "./judge.ts";
import { waitsOf } from "./waits/scenario-waits.ts";

/** The analyses of two passes of the same scenarios. */
export interface Passes {
  /** With a quiet log (-v 2), which does not disturb the way from the router to the model servers. */
  readonly quiet: readonly Analysis[];
  /** With a verbose log (-v 4 or 5), which has every dispatch. */
  readonly verbose: readonly Analysis[];
}

const LOG_CHECKS: readonly SuccessMetricId[] = [
  "observability.log-points",
  "observability.scores-match",
  "observability.registry-accurate",
];

/**
 * The checklist of a run in two passes: a log at -v 4 or 5 delays requests after their dispatch, so that log and backend need not agree
 * in one pass.
 *
 * An order passes when the quiet pass shows it at the model servers and the verbose pass in the router's log, each by the rules for
 * one pass; it fails when either refutes it. What is said of the log comes from the verbose pass, all else from both.
 */
export function judgePasses({ quiet, verbose }: Passes, options: JudgeOptions = {}): Checklist {
  const names = [...new Set([...quiet, ...verbose].map(({ scenario }) => scenario))];
  const of = (analyses: readonly Analysis[], name: string) => analyses.find(({ scenario }) => scenario === name);
  const checklist = checklistOf(
    (check) => names.flatMap((scenario) => judged(check, scenario, of(quiet, scenario), of(verbose, scenario))),
    options,
  );
  return { ...checklist, ...waitsOf(quiet) };
}

function judged(
  check: SuccessCheck,
  scenario: string,
  quiet: Analysis | undefined,
  verbose: Analysis | undefined,
): Judged[] {
  const isOrder =
    check.id === dispatchOrder.id ||
    [quiet, verbose].some((pass) => pass?.claims.some(({ check: id }) => id === check.id));
  const asOne = (judgement: Judgement | null, label = scenario): Judged[] =>
    judgement === null ? [] : [{ scenario, label, judgement }];
  if (isOrder) return asOne(orderOfPasses(check, quiet, verbose));
  if (LOG_CHECKS.includes(check.id)) return asOne(verbose === undefined ? null : check.judge(verbose));
  return [
    ...asOne(quiet === undefined ? null : check.judge(quiet), `${scenario}, quiet pass`),
    ...asOne(verbose === undefined ? null : check.judge(verbose), `${scenario}, verbose pass`),
  ];
}

function orderOfPasses(
  check: SuccessCheck,
  quiet: Analysis | undefined,
  verbose: Analysis | undefined,
): Judgement | null {
  const atBackend =
    quiet === undefined ? missing("quiet") : check.id === dispatchOrder.id ? backendOrder(quiet) : check.judge(quiet);
  const inLog = verbose === undefined ? missing("verbose") : logOrder(check, verbose, quiet);
  return atBackend === null || inLog === null ? null : bothOf(check, atBackend, inLog);
}

/** The log's word in the verbose pass. The model servers are heard in the quiet one, which says itself how good they are. */
function logOrder(check: SuccessCheck, verbose: Analysis, quiet: Analysis | undefined): Judgement | null {
  const witnesses = (quiet?.witnesses ?? []).map((quality) => ({ ...quality, poor: null }));
  const judgement = check.judge({ ...verbose, witnesses });
  if (judgement?.verdict !== "pass" || verbose.attribution.some(({ witness }) => witness === "router-log")) {
    return judgement;
  }
  return {
    ...judgement,
    verdict: "inconclusive",
    summary: "the log has no dispatch lines that were counted inside the queue",
    advice: "write dispatch_seq, or run the verbose pass at -v 5",
  };
}

/** Whether the model servers of the quiet pass saw the order that the scores give; null where fcfs would give it, too. */
function backendOrder(quiet: Analysis): Judgement | null {
  const treatment = quiet.episodes.filter(({ arm }) => arm === "treatment");
  if (treatment.length === 0) return null;
  const seen = quiet.attribution.find(({ witness }) => witness === "arrivals");
  const [weakness] = evidenceWeaknesses(quiet, seen === undefined ? null : "arrivals");
  const fitOf = (policy: string) => seen?.fits.find((fit) => fit.policy === policy)?.verdict;
  const figures: Figure[] = [];
  const evidence: string[] = [];
  if (weakness !== undefined || seen === undefined) {
    const { reason = "nothing was seen", advice = null } = weakness ?? {};
    return { verdict: "inconclusive", summary: reason, advice, figures, evidence };
  }
  const refuted = fitOf("workload-aware") === "refuted";
  if (!refuted && fitOf("workload-aware") === "explains" && fitOf("fcfs") !== "refuted") return null;
  const shown = fitOf("workload-aware") === "explains";
  return {
    verdict: refuted ? "fail" : shown ? "pass" : "inconclusive",
    summary: seen.text,
    advice: refuted
      ? "compare the router's ordering policy with its scores"
      : shown
        ? null
        : "run more trials: --trials 10",
    figures,
    evidence,
  };
}

function missing(pass: "quiet" | "verbose"): Judgement {
  return {
    verdict: "inconclusive",
    summary: "it was not run",
    advice: pass === "quiet" ? "run it with the router at -v 2" : "run it with the router at -v 5",
    figures: [],
    evidence: [],
  };
}

function bothOf({ summarise }: SuccessCheck, quiet: Judgement, verbose: Judgement): Judgement {
  const verdicts: readonly Verdict[] = [quiet.verdict, verbose.verdict];
  const deciding = [quiet, verbose].find(({ verdict }) => verdict !== "pass");
  const prefixed = (pass: string, { figures }: Judgement) =>
    figures.map((figure) => ({ ...figure, name: `${pass}.${figure.name}` }));
  const summary = `two passes: at the model servers with a quiet log: ${quiet.summary}; in the verbose log: ${verbose.summary}`;
  return {
    verdict: verdicts.includes("fail")
      ? "fail"
      : verdicts.every((verdict) => verdict === "pass")
        ? "pass"
        : "inconclusive",
    summary,
    advice: deciding?.advice ?? null,
    // Counts that a check adds up over scenarios keep their names.
    figures: summarise === undefined ? [...prefixed("quiet", quiet), ...prefixed("verbose", verbose)] : verbose.figures,
    evidence: [...(summarise === undefined ? [] : [summary]), ...quiet.evidence, ...verbose.evidence],
  };
}
