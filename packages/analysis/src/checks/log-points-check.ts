import { LOG_POINTS, type LogPoint, linesFigure } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import { isWhole } from "../conformance/log-points.ts";
import { type Reason, reason } from "../reasons/reason.ts";
import { FOLLOWED_LOG, incompleteLog, isOfOtherScenarios, neverWritten } from "./log-evidence.ts";
import { quietness } from "./log-silence.ts";
import { fail, figure, inconclusive, type LogCheck, pass } from "./success-check.ts";

const POINTS = Object.keys(LOG_POINTS) as LogPoint[];

export const logPoints: LogCheck = {
  id: "observability.log-points",
  claim: `All ${POINTS.length} [WA-ROUTING] log points are written, for every request.`,
  witnesses: "the router's log",
  minimumEvidence: ["a router log with at least one line", "a run that reached its end"],
  passes: [
    "every completed request has every point: by its own lines, or, where they name only its workload, by as many lines as the workload has requests",
  ],
  fails: [
    "a point without a single line, in a log with others and no missing numbers",
    "a point that some requests lack, in a log that numbers its lines, misses none, and goes on long after them",
    "a log of our own picker or simulator without any point",
  ],
  inconclusive: [
    "no request completed",
    "the log is empty, or its router is quiet at this -v",
    "some requests lack a point",
    "the router wrote log points, but none in this scenario",
    "the lines of a point do not say whom they are about",
    "numbers are missing in the router's own sequence",
  ],
  ...FOLLOWED_LOG,
  figuresAddUp: true,
  judge(analysis) {
    const { logPoints: counts, log } = analysis;
    if (counts === null || log === null) return null;
    const figures = [
      figure("requests", counts.requestsCompleted),
      figure("requestsSeen", counts.requestsSeen),
      ...POINTS.map((point) => figure(linesFigure(point), counts.lines[point])),
      figure(
        "unnamedLines",
        POINTS.reduce((sum, point) => sum + counts.unnamed[point], 0),
      ),
      figure("damagedLines", log.damagedLines),
      figure("missingSeq", log.missingSeq),
    ];
    const evidence = POINTS.map(
      (point) => `${LOG_POINTS[point]}: ${counts.lines[point]} lines, lacking for ${counts.lacking[point]} requests`,
    );
    const missing = POINTS.filter((point) => counts.lines[point] === 0);
    const quiet = counts.pointsFound === 0 ? quietness(analysis) : null;
    if (quiet !== null) return inconclusive(quiet, { figures, evidence });
    const unread = log.damage.find(
      ({ message, lacks }) => lacks.length > 0 && missing.some((point) => isPoint(message, point)),
    );
    if (unread !== undefined) {
      const { message, lines, firstLine, lacks } = unread;
      const found = reason("log-points-unread", { message, lines, firstLine, lacks: lacks.join(", ") });
      return inconclusive(found, { figures, evidence });
    }
    if (counts.requestsCompleted === 0) return inconclusive(noRequest(log), { figures, evidence });
    if (isOfOtherScenarios(analysis)) return inconclusive(incompleteLog(analysis), { figures, evidence });
    if (missing.length > 0 && log.missingSeq === 0) {
      const names = missing.map((point) => LOG_POINTS[point]).join(", ");
      const found = reason("log-points-missing", {
        found: counts.pointsFound,
        points: POINTS.length,
        missing: names,
      });
      return fail(found, { figures, evidence });
    }
    const unwritten = neverWritten(analysis);
    if (unwritten !== null) return fail(unwritten, { figures, evidence });
    if (!analysis.complete || !isWhole(counts, log.missingSeq) || log.damagedLines > 0) {
      return inconclusive(incompleteLog(analysis), { figures, evidence });
    }
    return pass({ figures, evidence });
  },
  passed: ({ requests = 0, unnamedLines = 0 }) => ({
    summary: `All ${POINTS.length} [WA-ROUTING] lines were written for each of ${requests} requests.`,
    because:
      unnamedLines === 0
        ? "They were counted in the router's own log, request by request."
        : `They were counted in the router's own log: ${unnamedLines} lines that name no request, by workload; the others by request.`,
  }),
};

/** Why there is nothing to look for: nobody asked for anything, or, of a log alone, what it tells of its requests cannot be read. */
function noRequest({ damagedLines, damage: [first], lines }: NonNullable<Analysis["log"]>): Reason {
  if (first === undefined) return reason("no-request-completed", {});
  return reason("log-not-understood", { unread: damagedLines, lines, example: first.message });
}

function isPoint(message: string, point: LogPoint): boolean {
  return message.toLowerCase().startsWith(LOG_POINTS[point].toLowerCase());
}
