import { LOG_POINTS, type LogPoint } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import { isWhole } from "../conformance/log-points.ts";
import { type ClockAlignment, isSteady } from "../evidence/clock-alignment.ts";
import { figure, type Judgement, type SuccessCheck } from "./success-check.ts";

const WHOLE_LOG =
  "follow the log from before the run to its end: a stream loses nothing, `kubectl logs` after the run may";

const shared = {
  notMeasured: "no router log was given, or no scenario ran",
  advice: `give --router-log. ${WHOLE_LOG}`,
} as const;

export const logPoints: SuccessCheck = {
  id: "observability.log-points",
  claim: "All six [WA-ROUTING] log points are written, for every request.",
  witnesses: "the router's log",
  minimumEvidence: "a router log with at least one line, a run that reached its end",
  passes: "every completed request has every point",
  fails: "a point without a single line, in a log with others and no missing numbers",
  inconclusive: "an empty log, points that some requests lack, missing numbers in the router's own sequence",
  ...shared,
  judge(analysis): Judgement | null {
    const { logPoints: counts, log } = analysis;
    if (counts === null || log === null) return null;
    const figures = [
      figure("requests", counts.requestsCompleted),
      figure("requestsSeen", counts.requestsSeen),
      ...(Object.keys(LOG_POINTS) as LogPoint[]).map((point) => figure(linesFigure(point), counts.lines[point])),
      figure("damagedLines", log.damagedLines),
      figure("missingSeq", log.missingSeq),
    ];
    const missing = (Object.keys(LOG_POINTS) as LogPoint[]).filter((point) => counts.lines[point] === 0);
    const lines = (Object.keys(LOG_POINTS) as LogPoint[]).map(
      (point) => `${LOG_POINTS[point]}: ${counts.lines[point]} lines, lacking for ${counts.lacking[point]} requests`,
    );
    if (log.lines === 0) return weak("the router's log is empty", figures, lines);
    if (missing.length > 0 && log.missingSeq === 0) {
      const summary = `${counts.pointsFound} of 6 found; missing: ${missing.map((point) => LOG_POINTS[point]).join(", ")}`;
      const advice = "the router does not write these lines: see epp/ for one that does, and check its -v (2 or more)";
      return { verdict: "fail", summary, advice, figures, evidence: lines };
    }
    if (!analysis.complete || !isWhole(counts, log.missingSeq) || log.damagedLines > 0) {
      return weak(partText(analysis), figures, lines);
    }
    return {
      verdict: "pass",
      summary: pointsSummary(counts.requestsCompleted),
      advice: null,
      figures,
      evidence: lines,
    };
  },
  summarise: ({ requests = 0 }) => pointsSummary(requests),
};

function pointsSummary(requests: number): string {
  return `all six points for each of ${requests} requests`;
}

/** As `scoreComputedLines`. Over the scenarios of a run they add up to what `grep -c` counts in its router.log. */
function linesFigure(point: LogPoint): string {
  return `${point.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Lines`;
}

function partText({ logPoints: counts, log }: Analysis): string {
  const lacking = Math.max(0, ...Object.values(counts?.lacking ?? {}));
  return `the log is not whole: ${counts?.requestsSeen ?? 0} of ${counts?.requestsCompleted ?? 0} requests seen, ${lacking} lack a point, ${log?.missingSeq ?? 0} numbers missing, ${log?.damagedLines ?? 0} lines damaged`;
}

function weak(summary: string, figures: Judgement["figures"], evidence: readonly string[]): Judgement {
  return { verdict: "inconclusive", summary, advice: WHOLE_LOG, figures, evidence };
}

export const scoresMatch: SuccessCheck = {
  id: "observability.scores-match",
  claim: "Every logged score is what the formula gives for the inputs beside it.",
  witnesses: "the lines Priority score computed",
  minimumEvidence: "a score line for every completed request",
  passes: "every line recomputes to 1e-9, with all values in range",
  fails: "a line that does not, or a score that no inputs can give",
  inconclusive: "no such lines, or requests without one",
  ...shared,
  judge(analysis): Judgement | null {
    const { scores, logPoints: counts } = analysis;
    if (scores === null || counts === null) return null;
    const figures = [
      figure("scoreLines", scores.lines),
      figure("mismatches", scores.mismatches),
      figure("impossible", scores.impossible),
    ];
    if (scores.mismatches > 0) {
      const weights = scores.weights === null ? "" : `; ${scores.weights}`;
      const summary = `${scores.mismatches} of ${scores.lines} scores differ from the formula${weights}`;
      return {
        verdict: "fail",
        summary,
        advice: "recompute the quoted lines with `explainScore` of @wa-routing/protocol",
        figures,
        evidence: [...scores.examples],
      };
    }
    if (scores.lines === 0) return weak("the log has no score lines", figures, []);
    if (counts.lacking["score-computed"] > 0 || counts.requestsSeen < counts.requestsCompleted) {
      return weak(`${scores.lines} scores match, but not every request has one`, figures, []);
    }
    const { wait, criticality, rate } = scores.decidedBy;
    const evidence = [`largest term: criticality in ${criticality} lines, wait in ${wait}, rate in ${rate}`];
    return { verdict: "pass", summary: scoresSummary(scores.lines), advice: null, figures, evidence };
  },
  summarise: ({ scoreLines = 0 }) => scoresSummary(scoreLines),
};

function scoresSummary(lines: number): string {
  return `${lines} scores recomputed to 1e-9`;
}

export const registryAccurate: SuccessCheck = {
  id: "observability.registry-accurate",
  claim: "Logged counts, rates and average waits are what the events add up to.",
  witnesses: "the router's log, rebuilt event by event",
  minimumEvidence: "a whole log",
  passes: "no difference, and every workload ends with no active request",
  fails: "a difference, or a count that does not return to zero, in a whole log",
  inconclusive: "a log that is not whole, without registry lines, or whose clock was set during the run",
  ...shared,
  judge(analysis): Judgement | null {
    const { registry, logPoints: counts, log } = analysis;
    if (registry === null || counts === null || log === null) return null;
    const figures = [
      figure("valuesCompared", registry.compared),
      figure("differences", registry.differences),
      figure("stillActive", registry.stillActive),
    ];
    if (registry.compared === 0) return weak("the log has no registry lines to rebuild from", figures, []);
    const registryLines = counts.lacking["active-incremented"] + counts.lacking["active-decremented"];
    const seenAll = counts.requestsSeen === counts.requestsCompleted && registryLines === 0 && log.missingSeq === 0;
    if (!seenAll || !analysis.complete) return weak(partText(analysis), figures, [...registry.examples]);
    const { router } = analysis.clocks;
    if (router !== null && !isSteady(router)) return unsteadyClock(router, figures);
    if (registry.differences > 0 || registry.stillActive > 0) {
      const alpha =
        registry.alpha === null
          ? ""
          : `; the smoothing factor looks like ${registry.alpha.toPrecision(3)} instead of 0.2`;
      const first = registry.examples[0] ?? `${registry.stillActive} workloads do not return to zero active requests`;
      const summary = `${registry.differences} of ${registry.compared} values differ${alpha}; first: ${first}`;
      return {
        verdict: "fail",
        summary,
        advice: "compare the router's registry with the quoted lines",
        figures,
        evidence: [...registry.examples],
      };
    }
    return { verdict: "pass", summary: registrySummary(registry.compared), advice: null, figures, evidence: [] };
  },
  summarise: ({ valuesCompared = 0 }) => registrySummary(valuesCompared),
};

function unsteadyClock({ contradictions, disagreementMs }: ClockAlignment, figures: Judgement["figures"]): Judgement {
  return {
    verdict: "inconclusive",
    summary: `the router's clock was set during the run: ${contradictions} requests contradict the others by up to ${Math.round(disagreementMs)} ms`,
    advice: "rates and windows cannot be rebuilt from such times: run again with a steady clock",
    figures,
    evidence: [],
  };
}

function registrySummary(values: number): string {
  return `${values} logged values agree with the rebuilt registry`;
}
