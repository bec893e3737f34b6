import type { Loss } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import { type Reason, reason } from "../reasons/reason.ts";
import { cutShort } from "./cut-short.ts";
import { notUnderstood } from "./log-understanding.ts";
import { inconclusive, type Judgement, type LoggedEvidence, type SuccessCheck } from "./success-check.ts";

type Bounds = Pick<Analysis, "losses" | "ending" | "hindrance"> & LoggedEvidence;

/**
 * The same check within what its evidence can carry: it never passes a run that did not reach its end, and decides nothing by a
 * witness whose word is not whole or was not understood. What was seen stays seen: a check that fails on single observations
 * does so whatever is lost beside them, unless somebody has replaced a pod meanwhile, or ended what stands beside the router: what it
 * wrote and answered then is no error.
 */
export function boundedCheck(check: SuccessCheck): SuccessCheck {
  return {
    ...check,
    judge: (analysis, confirmation) => bounded(check, check.judge(analysis, confirmation), analysis),
  };
}

/** A judgement as far as the evidence carries it. */
export function bounded(
  check: Pick<SuccessCheck, "needs" | "failsOnSight">,
  judgement: Judgement | null,
  evidence: Bounds,
): Judgement | null {
  if (judgement === null || judgement.verdict === "inconclusive") return judgement;
  const found = boundOf(check, judgement, evidence);
  if (found === null) return judgement;
  const { reasons, figures, evidence: seen } = judgement;
  return inconclusive([found, ...reasons], { figures, evidence: seen });
}

function boundOf(
  { needs = [], failsOnSight = false }: Pick<SuccessCheck, "needs" | "failsOnSight">,
  { verdict }: Judgement,
  evidence: Bounds,
): Reason | null {
  const replaced = evidence.losses.find((loss) => loss.replaced === true);
  if (verdict === "fail" && failsOnSight) return replaced === undefined ? null : lost(replaced);
  const misread = needs.includes("router-log") ? notUnderstood(evidence) : null;
  if (misread !== null) return misread;
  const loss = evidence.losses.find(({ witness }) => witness === "requests" || needs.includes(witness));
  if (loss !== undefined) return lost(loss);
  const isCutShort = verdict === "pass" ? !evidence.complete : evidence.ending === "interrupted";
  return isCutShort ? cutShort(evidence) : null;
}

function lost({ witness, text }: Loss): Reason {
  return reason("evidence-lost", { witness, text });
}
