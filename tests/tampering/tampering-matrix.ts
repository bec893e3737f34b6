import {
  both,
  clockSet,
  clockSetBackHalfWay,
  clockSetHalfWay,
  cutInItsLastLine,
  doubled,
  everyRecord,
  everySecondLineLost,
  firstHalfLost,
  json,
  ofAnotherRun,
  removed,
  reversed,
  routerClockSet,
  routerClockSetHalfWay,
  secondHalfLost,
  type Tampering,
  unnumbered,
} from "./tampered-file.ts";
import { type Cell, EVERY_CHECK, GENERATED } from "./tampering-cell.ts";

const ORDER = ["order-claim", "dispatch-order"] as const;
const LOG = ["log-points", "scores-match", "dispatch-order", "registry-accurate"] as const;

const ALIGNED = "clocks are aligned by what was sent before it was seen, never by what they show";

type Verdicts = Omit<Cell, "file" | "way" | "tampering">;

function cellsOf(file: string, ways: readonly (readonly [way: string, Tampering, Verdicts])[]): Cell[] {
  return ways.map(([way, tampering, verdicts]) => ({ file, way, tampering, ...verdicts }));
}

function everyWay(file: string, verdicts: Verdicts): Cell[] {
  return cellsOf(file, [
    ["removed", removed, verdicts],
    ["second half lost", secondHalfLost, verdicts],
    ["cut in its last line", cutInItsLastLine, verdicts],
    ["lines doubled", doubled, verdicts],
    ["lines reversed", reversed, verdicts],
    ["of another run", ofAnotherRun, verdicts],
    ["clock set", clockSet, verdicts],
  ]);
}

function trials(change: (all: readonly unknown[]) => readonly unknown[]): Tampering {
  return json((plan) => {
    plan.trials = change(plan.trials as unknown[]);
  });
}

const [BASIC, DEFAULT] = ["basic-priority", "default-workload"] as const;
const DAMAGED = { refused: "FILE_INVALID" };

/** Every file of a run folder × every way of tampering with it. */
export const tamperingMatrix: readonly Cell[] = [
  ...cellsOf("run.json", [
    ["removed", removed, { refused: "RUN_DIR_UNKNOWN" }],
    ["second half lost", secondHalfLost, DAMAGED],
    ["cut in its last line", cutInItsLastLine, DAMAGED],
    ["lines doubled", doubled, DAMAGED],
    ["lines reversed", reversed, DAMAGED],
    // Its run token is not that of the plans.
    ["of another run", ofAnotherRun, { inconclusive: EVERY_CHECK }],
    [
      "clock set",
      json((run) => {
        run.startedAtUnixMs = Number(run.startedAtUnixMs) + 3000;
      }),
      { harmless: ALIGNED },
    ],
    ...["interrupted", "failed", "environment-failed", null].map(
      (ending) =>
        [
          `ended: ${ending}`,
          json((run) => {
            run.exitReason = ending;
          }),
          { inconclusive: EVERY_CHECK },
        ] as const,
    ),
    // Rule 8: a known gap is never a pass.
    [
      "a loss declared",
      json((run) => {
        run.logGaps = ["the log was rotated"];
      }),
      { inconclusive: ["no-errors", ...LOG] },
    ],
  ]),
  ...cellsOf("router.log", [
    ["removed", removed, { inconclusive: ["no-errors", ...LOG] }],
    // Half a log does not show that the other half has no error line.
    ["second half lost", secondHalfLost, { scenario: BASIC, inconclusive: ["no-errors", ...LOG] }],
    // Of a log that ended before the scenario began nothing can be said; it is not the router that lacks its log points.
    ["second half lost", secondHalfLost, { scenario: DEFAULT, inconclusive: ["no-errors", ...LOG] }],
    ["first half lost", firstHalfLost, { scenario: BASIC, inconclusive: ["no-errors", ...LOG] }],
    [
      "every second line lost",
      everySecondLineLost,
      {
        inconclusive: ["no-errors", "log-points", "dispatch-order", "registry-accurate"],
        gap: ["scores-match"],
      },
    ],
    ["cut in its last line", cutInItsLastLine, { scenario: BASIC, inconclusive: ["no-errors", "log-points"] }],
    [
      "cut in its last line",
      cutInItsLastLine,
      { scenario: DEFAULT, inconclusive: ["no-errors", "log-points", "registry-accurate"] },
    ],
    ["lines doubled", doubled, { harmless: "lines of one number are read once" }],
    ["lines reversed", reversed, { harmless: "lines are put into the order of their numbers" }],
    // A log that names none of the requests is a failed join, and its lack of errors is another run's.
    ["of another run", ofAnotherRun, { inconclusive: ["no-errors", ...LOG] }],
    ["clock set", routerClockSet, { harmless: ALIGNED }],
    ["clock set half-way", routerClockSetHalfWay, { scenario: BASIC, inconclusive: ["registry-accurate"] }],
    // A line that is there twice to the nanosecond was written once.
    [
      "unnumbered, lines doubled",
      both(unnumbered, doubled),
      { fail: ["dispatch-order", "registry-accurate"], gap: ["dispatch-order", "registry-accurate"] },
    ],
    // The order of dispatch stands in dispatch_seq; what the registry counted has no number but that of its line.
    [
      "unnumbered, lines reversed",
      both(unnumbered, reversed),
      { fail: ["registry-accurate"], gap: ["registry-accurate"] },
    ],
  ]),
  ...everyWay("metrics.ndjson", { harmless: "samples are for the reader; what a barrier saw is in steps.ndjson" }),
  ...cellsOf("*/plan.json", [
    // Nothing can be said of the scenario, and without it nothing of the run.
    ["removed", removed, { scenario: BASIC, silent: EVERY_CHECK }],
    ["second half lost", secondHalfLost, DAMAGED],
    ["cut in its last line", cutInItsLastLine, DAMAGED],
    ["lines doubled", doubled, DAMAGED],
    ["lines reversed", reversed, DAMAGED],
    ["trials doubled", trials((all) => [...all, ...all]), { inconclusive: ["all-complete"] }],
    ["trials reversed", trials((all) => all.toReversed()), { harmless: "each request says of which trial it is" }],
    ["of another run", ofAnotherRun, { inconclusive: EVERY_CHECK }],
    ["clock set", clockSet, { harmless: "when requests were meant to be sent is in requests.ndjson" }],
  ]),
  ...cellsOf("*/requests.ndjson", [
    ["removed", removed, { refused: "FILE_UNREADABLE" }],
    // What was planned and is not there may have failed, timed out or gone first.
    ["second half lost", secondHalfLost, { inconclusive: EVERY_CHECK }],
    ["first half lost", firstHalfLost, { inconclusive: EVERY_CHECK }],
    ["cut in its last line", cutInItsLastLine, { inconclusive: EVERY_CHECK }],
    // All is there twice: nothing was lost, but it is not what was sent.
    ["lines doubled", doubled, { inconclusive: EVERY_CHECK }],
    ["lines reversed", reversed, { harmless: "records carry the order of sending" }],
    // None of the requests is one that was planned.
    ["of another run", ofAnotherRun, { inconclusive: EVERY_CHECK }],
    // Sent at another time than their steps were done.
    ["clock set", clockSet, { inconclusive: EVERY_CHECK }],
    ["clock set half-way", clockSetHalfWay, { inconclusive: EVERY_CHECK }],
    // What no client has seen: a completion by an error, and what no plan has: another criticality, another arm.
    [
      "completed with a status of 500",
      everyRecord(() => ({ status: 500 })),
      { fail: ["no-errors"], inconclusive: EVERY_CHECK.filter((check) => check !== "no-errors") },
    ],
    ["completed with a status of 404", everyRecord(() => ({ status: 404 })), { inconclusive: EVERY_CHECK }],
    [
      "criticalities exchanged",
      everyRecord(({ criticality }) => ({ criticality: 6 - Number(criticality) })),
      { scenario: BASIC, inconclusive: EVERY_CHECK },
    ],
    [
      "arms exchanged",
      everyRecord(({ arm }) => ({ arm: arm === "control" ? "treatment" : "control" })),
      { scenario: BASIC, inconclusive: EVERY_CHECK },
    ],
    ["all sent at one place", everyRecord(() => ({ sequence: 0 })), { inconclusive: EVERY_CHECK }],
  ]),
  ...cellsOf("*/arrivals.ndjson", [
    ["removed", removed, { inconclusive: ORDER }],
    ["second half lost", secondHalfLost, { inconclusive: ORDER }],
    ["first half lost", firstHalfLost, { inconclusive: ORDER }],
    ["cut in its last line", cutInItsLastLine, { inconclusive: EVERY_CHECK }],
    ["lines doubled", doubled, { fail: ["all-complete"] }],
    ["lines reversed", reversed, { harmless: "the order is that of the times" }],
    ["of another run", ofAnotherRun, { inconclusive: ORDER }],
    ["clock set", clockSet, { harmless: ALIGNED }],
    ["clock set back half-way", clockSetBackHalfWay, { inconclusive: ORDER }],
  ]),
  ...cellsOf("*/steps.ndjson", [
    ["removed", removed, { refused: "FILE_UNREADABLE" }],
    // A step of which nothing is known was not carried out.
    ["second half lost", secondHalfLost, { inconclusive: EVERY_CHECK }],
    ["first half lost", firstHalfLost, { inconclusive: EVERY_CHECK }],
    ["cut in its last line", cutInItsLastLine, { inconclusive: EVERY_CHECK }],
    ["lines doubled", doubled, { harmless: "a step is known by its trial and its place in it" }],
    ["lines reversed", reversed, { harmless: "a step is known by its trial and its place in it" }],
    // The requests were sent at another time than their steps were done.
    ["of another run", ofAnotherRun, { inconclusive: EVERY_CHECK }],
    ["clock set", clockSet, { inconclusive: EVERY_CHECK }],
    ["clock set half-way", clockSetHalfWay, { inconclusive: EVERY_CHECK }],
    // The router's gauge is a witness here: a queue that it did not show is not proven.
    [
      "nobody read the gauge",
      everyRecord(({ step }) => (step === "barrier" ? { queuedSeen: null } : {})),
      { inconclusive: ORDER },
    ],
    [
      "an empty queue",
      everyRecord(({ step }) => (step === "barrier" ? { queuedSeen: 0 } : {})),
      { inconclusive: ORDER },
    ],
    [
      "an empty queue that was awaited",
      everyRecord(({ step }) => (step === "barrier" ? { queuedSeen: 0, queuedExpected: 0 } : {})),
      { inconclusive: EVERY_CHECK },
    ],
  ]),
  ...everyWay(GENERATED, { harmless: "they are written anew from the others" }),
];
