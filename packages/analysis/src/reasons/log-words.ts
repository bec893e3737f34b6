import { DISPATCH_LINES_VERBOSITY, LOG_POINTS, QUIET_VERBOSITY } from "@wa-routing/protocol";
import { isOurRouter, isStartedByUs, type Situation } from "./situation.ts";
import { type Figures, LACKS_LINES, type None, quoted, toGive, words } from "./words.ts";

const FOLLOW = "Follow the log from before the run to its end: a stream loses nothing, kubectl logs after the run may.";
const NUMBER_LINES =
  "Let the router number its lines (seq), and follow the log to its end: then it shows whether one was written. See docs/log-points.md.";
const WRITE_IN_FULL = "Let the router write its numbers in full.";
const QUOTED = "Read the router's log around the lines that are quoted.";
const ALL_POINTS = Object.keys(LOG_POINTS).length;
const SEE_LOG_POINTS = `See the check of the ${ALL_POINTS} log points.`;
/** Where some lines are there and others are not; where none is, following the log from earlier on would not bring them. */
const followOrSee = toGive(FOLLOW, SEE_LOG_POINTS);

/** What is known to lack in a log. */
export interface LogGaps extends Figures {
  readonly seen: number;
  readonly completed: number;
  readonly lacking: number;
  readonly missingSeq: number;
  readonly damaged: number;
}

/** Whether nothing but points of some requests lacks, of which nobody knows whether they were written. */
function onlyLacksPoints({ seen, completed, lacking, missingSeq, damaged }: LogGaps): boolean {
  return lacking > 0 && seen === completed && missingSeq + damaged === 0;
}

/** What is wrong with a router or its log, or what the log does not show. */
export const LOG_WORDS = {
  "no-router-log": words<None>(
    () => "No request failed, but there is no router log to look into.",
    toGive('Give --router-log FILE or command:"…".'),
  ),
  "log-empty": words<None>(
    () => "The router's log is empty.",
    toGive("Check --router-log: it may name the log of another program, or one that ended before the run."),
  ),
  "log-not-understood": words<{ unread: number; lines: number; example: string }>(
    ({ unread, lines, example }) => `${unread} of ${lines} lines of the log could not be read${quoted(example)}.`,
    toGive(
      "Give the log as the router writes it: JSON, logfmt, klog or zap's console, also behind prefixes of kubectl, docker or compose.",
    ),
  ),
  "log-of-another-run": words<{ others: number }>(
    ({ others }) => `The log tells of no request of this run, but of others (${others} lines).`,
    toGive(FOLLOW),
  ),
  "log-of-another-program": words<{ lines: number }>(
    ({ lines }) => `None of the log's ${lines} lines is one that an endpoint picker writes.`,
    toGive(
      "Check --router-log: it may follow the sidecar in place of the picker (kubectl logs -c NAME chooses the container).",
    ),
  ),
  "log-silent": words<{ verbosity: number | null }>(
    ({ verbosity }) => `The router wrote nothing into its log${atVerbosity(verbosity)}.`,
    (situation) => moreAt(situation) ?? "Look at the router's configuration of logging.",
  ),
  "log-lost": words<{ gap: string }>(
    ({ gap }) => `The router's log has no log point, and a part of it is lost${quoted(gap)}.`,
    toGive("Run it again, and follow the log from before the run to its end.", "Run it again."),
  ),
  "log-quiet": words<{ verbosity: number; points: number }>(
    ({ verbosity, points }) => `The router's log shows none of the ${points} log points${atVerbosity(verbosity)}.`,
    moreAt,
  ),
  "log-incomplete": words<LogGaps>(
    (gaps) => {
      const { seen, completed, lacking, missingSeq, damaged } = gaps;
      return onlyLacksPoints(gaps)
        ? `The log tells of each of ${completed} requests${also(lacking, "requests lack a log point")}: nobody can tell whether it was written and lost.`
        : `The log is not whole: it tells of ${seen} of ${completed} requests${also(lacking, "requests lack a log point")}${also(missingSeq, "numbers of its sequence are missing")}${also(damaged, "lines are damaged")}.`;
    },
    (situation, figures) => toGive(onlyLacksPoints(figures) ? NUMBER_LINES : FOLLOW, LACKS_LINES)(situation),
  ),
  "router-error": words<{ errors: number; example: string }>(
    ({ errors, example }) => `The router logged ${errors === 1 ? "an error" : `${errors} errors`}${quoted(example)}.`,
    QUOTED,
  ),
  "router-restarted": words<{ restarts: number }>(
    ({ restarts }) => `The router restarted during the scenario (${restarts} times).`,
    QUOTED,
  ),
  "requests-failed": words<{ failed: number; sent: number; example: string | null }>(
    ({ failed, sent, example }) => `${failed} of ${sent} requests were answered 5xx${quoted(example)}.`,
    "Read the errors that are quoted, and the router's log around them.",
  ),
  "requests-unanswered": words<{ unanswered: number; sent: number; example: string | null }>(
    ({ unanswered, sent, example }) =>
      `The router shows no failure, but ${unanswered} of ${sent} requests got no answer, and who lost them is not known${quoted(example)}.`,
    "Look at every proxy between this machine and the router: timeouts of idle connections, restarts, limits.",
  ),
  "log-points-missing": words<{ found: number; points: number; missing: string }>(
    ({ found, points, missing }) => `${found} of ${points} found; missing: ${missing}.`,
    ({ verbosity }) =>
      verbosity === null
        ? `The router does not write these lines: epp/ shows one that does. It needs -v ${QUIET_VERBOSITY} or more.`
        : "The router does not write these lines: epp/ shows one that does.",
  ),
  "log-points-unwritten": words<{ requests: number; completed: number; points: string; workloads: string }>(
    ({ requests, completed, points, workloads }) =>
      `At least ${requests} of ${completed} requests have no line of ${points}, all of workload ${workloads}: the router did not write it, since no number of its log is missing.`,
    "See what the router does otherwise with these requests.",
  ),
  "log-points-unread": words<{ message: string; lines: number; firstLine: number; lacks: string }>(
    ({ message, lines, firstLine, lacks }) =>
      `${message} is in the log (${lines} lines, the first is line ${firstLine}), but without ${lacks}: nobody can tell what it is about.`,
    (_, { lacks }) => `Let the router write ${lacks} with it.`,
  ),
  "no-score-lines": words<None>(() => "The log has no score lines.", toGive(SEE_LOG_POINTS, SEE_LOG_POINTS)),
  "scores-missing": words<{ lines: number }>(
    ({ lines }) => `The ${lines} scores in the log are right, but not every request has one.`,
    followOrSee,
  ),
  "scores-lack-inputs": words<{ lines: number; of: number; fields: string }>(
    ({ lines, of, fields }) => `${lines} of ${of} score lines cannot be computed again: they lack ${fields}.`,
    (_, { fields }) => `Let the router write ${fields} with each score.`,
  ),
  "scores-rounded": words<{
    lines: number;
    decimals: number;
    /** Terms whose weight could be another one; null: any of them. */
    terms: string | null;
  }>(
    ({ lines, decimals, terms }) =>
      `The ${lines} logged scores fit the formula, but the log's numbers are rounded to ${decimals} decimals: ${terms === null ? "another formula" : `another weight of ${terms}`} would fit as well.`,
    WRITE_IN_FULL,
  ),
  "scores-differ": words<{
    mismatches: number;
    lines: number;
    weights: string | null;
    /** Weights that explain every score, as --score takes them. */
    fitted: string | null;
    declared: "yes" | "no";
  }>(
    ({ mismatches, lines, weights }) =>
      `${mismatches} of ${lines} logged scores are not what the formula gives${weights === null ? "" : `: ${weights}`}.`,
    (situation, { fitted, declared }) => {
      if (declared === "yes") return `${CHECK_DECLARED} ${RECOMPUTE}`;
      if (isOurRouter(situation)) return RECOMPUTE;
      return fitted === null ? `Other weights or caps are declared with --score. ${RECOMPUTE}` : declare(fitted);
    },
  ),
  "no-registry-lines": words<None>(
    () => "The log has no registry lines to rebuild it from.",
    toGive(SEE_LOG_POINTS, SEE_LOG_POINTS),
  ),
  "clock-set": words<{ contradictions: number; disagreementMs: number }>(
    ({ contradictions, disagreementMs }) =>
      `The router's clock was set during the run: ${contradictions} requests contradict the others by up to ${disagreementMs} ms.`,
    "Rates and windows cannot be rebuilt from such times: run again with a steady clock.",
  ),
  "registry-differs": words<{
    differences: number;
    compared: number;
    alpha: number | null;
    expectedAlpha: number;
    example: string;
    /** The smoothing factor as --score takes it, where none was declared. */
    undeclared: string | null;
  }>(
    ({ differences, compared, alpha, expectedAlpha, example }) =>
      `${differences} of ${compared} logged values are not what the events add up to${quoted(example)}${alpha === null ? "" : ` (the smoothing factor looks like ${alpha} instead of ${expectedAlpha})`}.`,
    (situation, { undeclared }) =>
      undeclared === null || isOurRouter(situation)
        ? "Compare the router's registry with the quoted lines."
        : declare(undeclared),
  ),
  "registry-lines-swapped": words<{ differences: number; compared: number; example: string }>(
    ({ differences, compared, example }) =>
      `The log's lines are not in the order of what they tell of, so that ${differences} of ${compared} values cannot be judged${quoted(example)}.`,
    "Let the router write seq, a number without gaps that is taken under the lock of what it tells of.",
  ),
  "registry-rounded": words<{ compared: number }>(
    ({ compared }) =>
      `The ${compared} logged values add up, but the log's waits are rounded so coarsely that those of another registry would, too.`,
    WRITE_IN_FULL,
  ),
  "workloads-still-active": words<{ workloads: number }>(
    ({ workloads }) => `${workloads} workloads do not return to zero active requests.`,
    "Compare the lines Workload active incremented and decremented of each workload.",
  ),
} as const;

const CHECK_DECLARED = "Check what --score or the router's configuration declares.";
const RECOMPUTE = "Compute the lines that --verbose quotes again, with explainScore of @wa-routing/protocol.";

/** Advice to say what the router computes with, where that may be what is wanted. */
function declare(parameters: string): string {
  return `If the router is meant to compute so, declare it and run again: --score ${parameters}.`;
}

function also(count: number, what: string): string {
  return count === 0 ? "" : `; ${count} ${what}`;
}

function atVerbosity(verbosity: number | null): string {
  return verbosity === null ? "" : ` at -v ${verbosity}`;
}

/** The -v that would show more, unless it is that already. */
function moreAt(situation: Situation): string | null {
  const { verbosity } = situation;
  if (verbosity !== null && verbosity >= DISPATCH_LINES_VERBOSITY) return null;
  const how = isStartedByUs(situation) ? `--log-verbosity ${DISPATCH_LINES_VERBOSITY}` : "start it so";
  return `At -v ${DISPATCH_LINES_VERBOSITY} it shows more: ${how}.`;
}
