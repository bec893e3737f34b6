import { DISPATCH_LINES_VERBOSITY, type ErrorCode, type Loss, type Pass, QUIET_VERBOSITY } from "@wa-routing/protocol";
import type { LateSteps } from "../evidence/late-steps.ts";
import { isStartedByUs, type Situation } from "./situation.ts";
import { atLoad, GIVE_GATE, type LoadFigures, type None, quoted, toGive, words } from "./words.ts";

const READ_ERRORS = "Read the errors that are quoted, and the router's log around them.";
const LOST: Readonly<Record<Loss["witness"], string>> = {
  "router-log": "the router's log",
  arrivals: "what the model servers saw",
  requests: "what the client recorded",
};
// How the client names an answer that says so.
const NOT_FOUND = "HTTP_404";
// How the client names what its sender gave up.
const GIVEN_UP = "(ABORTED)";
const RUN_AGAIN = "Run it again: who ended it, and when, is not recorded.";
const MENDED = "Run it again with this mended.";

// What a step that failed with this code asks for, where the addresses are the reader's own.
const MENDINGS: Partial<Record<ErrorCode, (situation: Situation) => string>> = {
  QUEUE_NOT_FULL: toGive(
    "Check that --router-metrics-url is the router behind this gateway, that --gate holds it, and that its flow control is on.",
  ),
  GATE_NOT_CLOSED: toGive(
    "Check that the router's pool holds exactly the model servers that were given, and that it reads their /metrics.",
  ),
  GATE_MISSING: toGive(GIVE_GATE),
  DRAIN_DEADLINE: toGive("See which requests had no answer, and what the router did with them, in its log."),
  ENDPOINT_UNREACHABLE: toGive("See that the address that is named answers until the run has ended."),
  ENDPOINT_REFUSED: toGive("See what the address that is named answers, and why."),
};

function mending(code: string | null): ((situation: Situation) => string) | undefined {
  return MENDINGS[code as ErrorCode];
}

const MORE_TIME =
  "give the scenario more time (sampling.budgetMs and maxTrialsPerArm in a file of your own: wa-routing scenarios show overhead prints one, --scenario FILE runs it)";
// A run of so many times the blocks still ends in minutes.
const MOST_TIMES_LONGER = 8;

/** What went wrong with a run, its requests and their latencies. */
export const REQUEST_WORDS = {
  "evidence-lost": words<{ witness: Loss["witness"]; text: string }>(
    ({ witness, text }) => `A part of ${LOST[witness]} is lost${quoted(text)}.`,
    "Run it again with this mended: nothing is decided across a gap.",
  ),
  "run-incomplete": words<{ problem: string | null; code: string | null }>(
    ({ problem }) => `The run did not reach its end${quoted(problem)}.`,
    (situation, { problem, code }) => mending(code)?.(situation) ?? (problem === null ? RUN_AGAIN : MENDED),
  ),
  "pass-not-run": words<{ pass: Pass }>(
    ({ pass }) => `The ${pass} pass was not run.`,
    (_, { pass }) => `Run it with the router at -v ${pass === "quiet" ? QUIET_VERBOSITY : DISPATCH_LINES_VERBOSITY}.`,
  ),
  "requests-not-completed": words<{ notCompleted: number; sent: number; example: string | null }>(
    ({ notCompleted, sent, example }) => `${notCompleted} of ${sent} requests did not complete${quoted(example)}.`,
    (situation, { example }) =>
      example?.includes(NOT_FOUND) && !isStartedByUs(situation) && situation.environment !== "imported"
        ? "Check --model and the gateway's path: its list of models says what is served."
        : READ_ERRORS,
  ),
  "requests-not-sent": words<{ notSent: number; sent: number; example: string | null }>(
    ({ notSent, sent, example }) =>
      `${notSent} of ${sent} requests ended on this machine, and say nothing of the router${quoted(example)}.`,
    (_, { example }) =>
      example?.includes(GIVEN_UP) === true
        ? "Let the run go to its end: whoever sent them gave them up."
        : "Raise the limit that the error names (ulimit -n for EMFILE), or send fewer requests at a time.",
  ),
  "gate-failed": words<{ requests: number; sent: number; problem: string | null; code: string | null }>(
    ({ requests, sent, problem }) =>
      `The run's own gate failed, so that ${requests} of ${sent} requests waited too long, which says nothing of the router${quoted(problem)}.`,
    "Run it again with this mended.",
  ),
  "no-request-completed": words<None>(
    () => "No request completed: there is nothing to look for in the log.",
    "See performance.all-complete.",
  ),
  "duplicated-arrivals": words<{ requests: number }>(
    ({ requests }) => `${requests} requests reached a model server more than once.`,
    "Look for retries in the proxy or the router.",
  ),
  "requests-timed-out": words<{ timedOut: number; expired: number; sent: number }>(
    ({ timedOut, expired, sent }) =>
      `${timedOut} of ${sent} requests timed out${expired === 0 ? "" : `, ${expired} of them in the router's queue`}.`,
    "See which workload they belong to: one that is never dispatched starves.",
  ),
  "headers-refused": words<{ refused: number; example: string }>(
    ({ refused, example }) => `${refused} requests with a missing or broken header were refused${quoted(example)}.`,
    "A router serves them as a workload of their own: see the vectors in @wa-routing/protocol.",
  ),
  "headers-misread": words<{ misread: number; example: string }>(
    ({ misread, example }) => `${misread} headers were interpreted differently from the contract${quoted(example)}.`,
    "Compare the router's header reading with the vectors in @wa-routing/protocol.",
  ),
  "overhead-few-blocks": words<{ leastBlocks: number }>(
    ({ leastBlocks }) => `Too little was measured: fewer than ${leastBlocks} blocks of requests.`,
    "Run the scenario overhead to its end.",
  ),
  "overhead-has-holes": words<{ notCompleted: number }>(
    ({ notCompleted }) => `${notCompleted} of the requests that are compared did not complete.`,
    "See performance.all-complete.",
  ),
  "machine-busy": words<{ spreadMs: number; limitMs: number } & LoadFigures>(
    ({ spreadMs, limitMs, ...load }) =>
      `On this machine latencies vary by ${spreadMs} ms without the router's doing, too much to tell a difference of ${limitMs} ms${atLoad(load)}.`,
    `Stop what else runs on this machine, or ${MORE_TIME}.`,
  ),
  "steps-late": words<LateSteps & LoadFigures>(
    ({ late, steps, plannedMs, tookMs, ...load }) =>
      `The times of the plan were not kept: ${late} of ${steps} steps were late by a second or more, and one took ${secondsOf(tookMs)} instead of ${secondsOf(plannedMs)}${atLoad(load)}.`,
    "Waits and rates were other than planned: first run it again while less else runs on the machine that sends.",
  ),
  "overhead-undecided": words<OverheadFigures & { blocksNeeded: number } & LoadFigures>(
    ({ lowMs, highMs, limitMs, against, ...load }) =>
      `Too close to call: the slowest requests take ${lowMs} to ${highMs} ms longer than ${against}, and the limit is ${limitMs} ms${atLoad(load)}.`,
    (_, { blocks, blocksNeeded }) =>
      blocksNeeded > blocks * MOST_TIMES_LONGER
        ? "No run that ends in reasonable time would decide it here: use a quieter machine, or stop what else runs on this one."
        : `About ${blocksNeeded} blocks of requests would decide it, and ${blocks} were measured: use a quieter machine, or ${MORE_TIME}.`,
  ),
  "overhead-too-high": words<OverheadFigures>(
    ({ lowMs, limitMs, against }) =>
      `The slowest requests take at least ${lowMs} ms longer than ${against}; the limit is ${limitMs} ms.`,
    "Profile the router's header reading and ordering.",
  ),
} as const;

function secondsOf(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Differences of the judged quantile in ms, with two digits after the point; `against`: which baseline, in words. */
type OverheadFigures = {
  differenceMs: number;
  lowMs: number;
  highMs: number;
  limitMs: number;
  blocks: number;
  against: string;
};
