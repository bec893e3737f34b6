import type { FlowEvent, Plan, RequestRecord } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { assignEvents } from "./assign-events.ts";

const traffic = (name: string, requests: readonly Partial<RequestRecord>[]) => ({
  name,
  plan: {} as Plan,
  requests: requests.map((request) => ({ requestId: null, workloadId: null, ...request }) as RequestRecord),
  arrivals: [],
});
let line = 0;
const event = (requestId: string | null, workloadId: string | null) =>
  ({ event: "score-computed", requestId, workloadId, line: ++line }) as FlowEvent;
const scenarios = [
  traffic("one", [{ id: "a", workloadId: "w" }, { id: "b" }]),
  traffic("two", [{ id: "c", workloadId: "v" }, { id: "d" }]),
];

function assigned(...events: FlowEvent[]) {
  const { byScenario, foreign } = assignEvents(events, scenarios);
  const linesOf = (name: string) => byScenario.get(name)?.map((one) => events.indexOf(one));
  return { one: linesOf("one"), two: linesOf("two"), foreign };
}

test.each([
  ["by the request", [event("c", null), event("a", null)], { one: [1], two: [0], foreign: 0 }],
  [
    "by the workload, where no request is named",
    [event(null, "v"), event(null, "w")],
    { one: [1], two: [0], foreign: 0 },
  ],
  [
    "by an id that the router made up, where another line names its request, whichever comes first",
    [event(null, "auto-2"), event("d", "auto-2"), event("b", "auto-1"), event(null, "auto-2")],
    { one: [2], two: [0, 1, 3], foreign: 0 },
  ],
  [
    "by its neighbours, where an id was made up that nobody knows",
    [event("c", "v"), event(null, "auto-9")],
    { one: [], two: [0, 1], foreign: 0 },
  ],
  [
    "to nobody: another's workload, another's request",
    [event(null, "x"), event("x", "auto-9")],
    { one: [], two: [], foreign: 2 },
  ],
])("%s", (_, events, expected) => {
  expect(assigned(...events)).toEqual(expected);
});

test("what others say of a workload that a scenario names, too, is told apart from its own", () => {
  const events = [event("a", "default"), event("c", "v"), event("c", "default")];
  const { byScenario, registryEvents } = assignEvents(events, scenarios);
  expect(byScenario.get("two")).toEqual(events.slice(1));
  expect(registryEvents.get("two")).toEqual(events);
  expect(registryEvents.get("one")).toEqual([events[0], events[2]]);
});
