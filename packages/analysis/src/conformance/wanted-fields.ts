import type { FlowEvent, LogFindings } from "@wa-routing/protocol";

type WantedField = LogFindings["wanted"][number] & {
  /** Whether a log does without it. */
  readonly isMissing: (events: readonly FlowEvent[]) => boolean;
};

const REGISTRY_LINES = "Workload active incremented, Workload active decremented";

/** Some line of the kinds lacks it; a log without such lines lacks more than a field. */
const someLack =
  <Kind extends FlowEvent["event"]>(
    kinds: readonly Kind[],
    lacks: (event: Extract<FlowEvent, { event: Kind }>) => boolean,
  ) =>
  (events: readonly FlowEvent[]) =>
    events.some((event) => {
      const kind = kinds.find((known) => known === event.event);
      return kind !== undefined && lacks(event as Extract<FlowEvent, { event: Kind }>);
    });

const POINTS = [
  "context-extracted",
  "active-incremented",
  "admitted",
  "score-computed",
  "dispatched",
  "active-decremented",
] as const;

/** Fields that no line has to have, and what each buys, the most telling first. */
export const WANTED_FIELDS: readonly WantedField[] = [
  {
    field: "request_id",
    on: "Request admitted to flow control, Request dispatched",
    buys: "the order of dispatch: which request left",
    isMissing: someLack(["admitted", "dispatched"], ({ requestId }) => requestId === null),
  },
  {
    field: "dispatch_seq",
    on: "Request dispatched",
    buys: "an exact order; without it the order of the lines is taken, if the control arm shows that it can be",
    isMissing: someLack(["dispatched"], ({ dispatchSequence }) => dispatchSequence === null),
  },
  {
    field: "criticality, avg_wait_time_sec, request_rate",
    on: "Priority score computed",
    buys: "each score is computed again; without one of them only impossible scores are seen",
    isMissing: someLack(
      ["score-computed"],
      ({ criticality, emaSeconds, ratePerSecond }) =>
        criticality === null || emaSeconds === null || ratePerSecond === null,
    ),
  },
  {
    field: "total_requests",
    on: REGISTRY_LINES,
    buys: "totals are rebuilt",
    isMissing: someLack(["active-incremented", "active-decremented"], ({ total }) => total === null),
  },
  {
    field: "request_rate",
    on: REGISTRY_LINES,
    buys: "rates are rebuilt",
    isMissing: someLack(["active-incremented", "active-decremented"], ({ ratePerSecond }) => ratePerSecond === null),
  },
  {
    field: "a time on each line",
    on: "all lines",
    buys: "rates are rebuilt, and the rule is replayed with the router's own times",
    isMissing: someLack(POINTS, ({ atMs }) => atMs === null),
  },
  {
    field: "seq",
    on: "all lines",
    buys: "lines that are lost or swapped are noticed; without it swapped registry lines leave the registry undecided",
    isMissing: someLack(POINTS, ({ seq }) => seq === null),
  },
  {
    field: "request_id",
    on: `Priority score computed, ${REGISTRY_LINES}`,
    buys: "lines are counted request by request, not only by workload",
    isMissing: someLack(
      ["score-computed", "active-incremented", "active-decremented"],
      ({ requestId }) => requestId === null,
    ),
  },
  {
    field: "the line Workload wait recorded, with workload_id, wait_sec, avg_wait_time_sec",
    on: "each update of an average wait",
    buys: "average waits are rebuilt, also those inside the scores",
    isMissing: (events) => events.length > 0 && events.every(({ event }) => event !== "wait-recorded"),
  },
  {
    field: "stage",
    on: "Priority score computed",
    buys: "a request that overtook another is shown with the score at its dispatch",
    isMissing: someLack(["score-computed"], ({ stage }) => stage === null),
  },
];

/** The fields that a log could still have. */
export function wantedFields(events: readonly FlowEvent[]): LogFindings["wanted"] {
  return WANTED_FIELDS.filter(({ isMissing }) => isMissing(events)).map(({ field, on, buys }) => ({ field, on, buys }));
}
