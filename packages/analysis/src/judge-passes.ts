import type { Checklist, SuccessMetricId } from "@wa-routing/protocol";
import type { Analysis } from "./analysis.ts";
import { dispatchOrder, unseenOf } from "./checks/dispatch-order-check.ts";
import { evidenceWeaknesses, explanationOf, refutationOf } from "./checks/order-weakness.ts";
import { fail, inconclusive, type Judgement, pass, type SuccessCheck } from "./checks/success-check.ts";
import { checklistOf, type Judged, type JudgeOptions, judgedAs } from "./judge.ts";
import { fitOf } from "./order/rule-fit.ts";
import { CLAIMED_RULE } from "./policy/ordering-rule.ts";
import { reason } from "./reasons/reason.ts";
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
    (check) => names.flatMap((name) => judged(check, of(quiet, name), of(verbose, name))),
    (quiet[0] ?? verbose[0])?.situation ?? null,
    options,
  );
  return { ...checklist, ...waitsOf(quiet) };
}

function judged(check: SuccessCheck, quiet: Analysis | undefined, verbose: Analysis | undefined): Judged[] {
  const isOrder =
    check.id === dispatchOrder.id ||
    [quiet, verbose].some((pass) => pass?.claims.some(({ check: id }) => id === check.id));
  if (isOrder) return orderOfPasses(check, quiet, verbose);
  if (LOG_CHECKS.includes(check.id)) return verbose === undefined ? [] : judgedAs(check.judge(verbose), verbose);
  return [
    ...(quiet === undefined ? [] : judgedAs(check.judge(quiet), quiet, "quiet")),
    ...(verbose === undefined ? [] : judgedAs(check.judge(verbose), verbose, "verbose")),
  ];
}

/** Each pass by itself; nothing where one of them says nothing about the order. */
function orderOfPasses(check: SuccessCheck, quiet: Analysis | undefined, verbose: Analysis | undefined): Judged[] {
  const known = (quiet ?? verbose) as Analysis;
  const atBackend =
    quiet === undefined
      ? inconclusive(reason("pass-not-run", { pass: "quiet" }), {})
      : check.id === dispatchOrder.id
        ? backendOrder(quiet)
        : check.judge(quiet);
  const inLog =
    verbose === undefined
      ? inconclusive(reason("pass-not-run", { pass: "verbose" }), {})
      : logOrder(check, verbose, quiet);
  if (atBackend === null || inLog === null) return [];
  return [...judgedAs(atBackend, quiet ?? known, "quiet"), ...judgedAs(inLog, verbose ?? known, "verbose")];
}

/** The log's word in the verbose pass. The model servers are heard in the quiet one, which says itself how good they are. */
function logOrder(check: SuccessCheck, verbose: Analysis, quiet: Analysis | undefined): Judgement | null {
  const judgement = check.judge(verbose, { confirmedBy: "another-pass", witnesses: quiet?.witnesses ?? [] });
  const hasLog = verbose.attribution.some(({ witness }) => witness === "router-log");
  if (judgement?.verdict !== "pass" || hasLog) return judgement;
  const { figures, evidence } = judgement;
  return inconclusive(unseenOf(verbose), { figures, evidence });
}

/** Whether the model servers of the quiet pass saw the order that the scores give; null where fcfs would give it, too. */
function backendOrder(quiet: Analysis): Judgement | null {
  if (quiet.episodes.every(({ arm }) => arm !== "treatment")) return null;
  const seen = quiet.attribution.find(({ witness }) => witness === "arrivals");
  const weaknesses = evidenceWeaknesses(quiet, seen === undefined ? null : "arrivals");
  if (weaknesses.length > 0 || seen === undefined) return inconclusive(weaknesses, {});
  const evidence = [seen.text];
  const refutation = refutationOf(seen);
  if (refutation.length > 0) return fail(refutation, { evidence });
  if (fitOf(seen.fits, CLAIMED_RULE).verdict !== "explains") {
    return inconclusive([reason("order-undecided", {}), ...explanationOf(seen)], { evidence });
  }
  return fitOf(seen.fits, "fcfs").verdict === "refuted" ? pass({ evidence }) : null;
}
