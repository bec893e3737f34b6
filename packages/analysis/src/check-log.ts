import {
  DEFAULT_ROUTER_PARAMETERS,
  type FlowEvent,
  LOG_FINDINGS_SCHEMA_VERSION,
  LOG_POINTS,
  type LogFindings,
  type LogPoint,
  logLosses,
  type RouterParameters,
} from "@wa-routing/protocol";
import { bounded } from "./checks/bounded-check.ts";
import { logPoints } from "./checks/log-points-check.ts";
import { registryAccurate } from "./checks/registry-accurate-check.ts";
import { scoresMatch } from "./checks/scores-match-check.ts";
import { countLogged } from "./conformance/logged-counts.ts";
import { rebuildRegistry } from "./conformance/registry-rebuild.ts";
import { checkScores } from "./conformance/score-conformance.ts";
import { wantedFields } from "./conformance/wanted-fields.ts";
import { checklistOf, judgedAs } from "./judge.ts";
import type { LogReading } from "./log/log-reading.ts";
import type { Situation } from "./reasons/situation.ts";

/** Nothing is known of the router but its log. */
const SITUATION: Situation = { environment: "existing", flavour: null, ordering: null, verbosity: null };

// As many as a checklist has room for.
const MAX_SCORE_EXAMPLES = 20;

/** The checks that need nothing but the log. */
const LOG_CHECKS = [logPoints, scoresMatch, registryAccurate] as const;

/**
 * Judges a router's log alone: which log points are there, whether scores are what the formula gives, and whether the registry adds
 * up. A log may begin and end anywhere: what a workload had counted before its first line is taken from there.
 *
 * @param declared What the router was declared to compute with; default: the workload-aware fork's constants.
 */
export function checkLog(
  events: readonly FlowEvent[],
  reading: Omit<LogReading, "foreignEvents">,
  declared?: RouterParameters,
): LogFindings {
  const parameters = declared ?? DEFAULT_ROUTER_PARAMETERS;
  const counts = countLogged(events);
  const evidence: Parameters<typeof bounded>[2] = {
    losses: logLosses(reading.gaps),
    hindrance: null,
    ending: "completed",
    situation: SITUATION,
    parameters,
    parametersDeclared: declared !== undefined,
    complete: true,
    clocks: { router: null, modelServers: {} },
    log: { ...reading, foreignEvents: 0 },
    ownEvents: reading.routerLines,
    logPoints: counts,
    scores: checkScores(events, parameters, MAX_SCORE_EXAMPLES),
    registry: rebuildRegistry(events, parameters, { beginsWithLog: false }),
  };
  const checklist = checklistOf(
    ({ id }) => {
      const check = LOG_CHECKS.find((known) => known.id === id);
      const judgement = check === undefined ? null : bounded(check, check.judge(evidence), evidence);
      return judgedAs(judgement, { scenario: "log", situation: SITUATION });
    },
    SITUATION,
    {},
  );
  const { lines, markedLines, damagedLines, forms, continuationLines, unknownLines, unknown, damage } = reading;
  return {
    schemaVersion: LOG_FINDINGS_SCHEMA_VERSION,
    verdict: checklist.verdict === "not-measured" ? "inconclusive" : checklist.verdict,
    ...{ lines, markedLines, damagedLines },
    forms: forms.map(({ form, lines: count }) => ({ form, lines: count })),
    ...{ continuationLines, unknownLines },
    unknown: unknown.map(({ lines: count, example }) => ({ lines: count, example })),
    requests: counts.requestsSeen,
    workloads: counts.workloads,
    points: Object.entries(LOG_POINTS).map(([point, message]) => ({
      message,
      lines: counts.lines[point as LogPoint],
      unnamed: counts.unnamed[point as LogPoint],
    })),
    otherLines: otherLines(events),
    damage: damage.map(({ lacks, ...one }) => ({ ...one, lacks: [...lacks] })),
    checks: checklist.checks.filter(({ id }) => LOG_CHECKS.some((check) => check.id === id)),
    order: orderOf(events),
    wanted: wantedFields(events),
  };
}

function otherLines(events: readonly FlowEvent[]): LogFindings["otherLines"] {
  const counts = new Map<string, number>();
  for (const { event } of events) {
    if (!Object.hasOwn(LOG_POINTS, event)) counts.set(event, (counts.get(event) ?? 0) + 1);
  }
  return [...counts].map(([event, lines]) => ({ event, lines }));
}

function orderOf(events: readonly FlowEvent[]): LogFindings["order"] {
  const named = events.flatMap((event) => {
    if (event.event === "item-dispatched") return [true];
    return event.event === "dispatched" && event.requestId !== null ? [event.dispatchSequence !== null] : [];
  });
  if (named.length === 0) return "unknown";
  return named.every((isCounted) => isCounted) ? "counted" : "line-order";
}
