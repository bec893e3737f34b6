import type { Criticality, Scenario } from "@wa-routing/protocol";
import { defineScenario } from "@wa-routing/scenarios";

const BURST = 6;
/** With the twenty-four of the others, more than the fault `lifo-when-many` bears. */
const CROWD = 12;

interface Places {
  readonly name: string;
  readonly title: string;
  readonly trialsPerArm: number;
  /** Criticalities of the workloads that are sent first, second, third and fourth. */
  readonly criticalities: readonly [3 | 4, 5 | 2, 2 | 5, 4 | 3];
  readonly crowded: boolean;
}

function places({ name, title, trialsPerArm, criticalities, crowded }: Places): Scenario {
  const [one, two, three, four] = criticalities;
  const context = (criticality: Criticality) => ({ header: "context" as const, criticality });
  const workloads = {
    ...{ one: context(one), two: context(two), three: context(three), four: context(four) },
    ...(crowded ? { crowd: context(1) } : {}),
  };
  const send = (workload: string, count: number) => ({
    step: "send" as const,
    streams: [{ workload, arrivals: { process: "burst" as const, count } }],
  });
  return defineScenario({
    name,
    title,
    claim: "The order keeps the relations between runs: other ids, exchanged headers, added requests of a lower rank.",
    visibleBecause:
      "The runs are alike but for one thing, all of a trial are held together, and ids are known long before.",
    refutedBy: "An order that differs from that of the other run where the relation says that it must not.",
    workloads,
    sampling: { sampling: "fixed", trialsPerArm },
    prepare: [
      { step: "prime", workloads: Object.keys(workloads) },
      { step: "pause", ms: 1600 },
    ],
    steps: [
      { step: "hold" },
      ...(crowded ? [send("crowd", CROWD)] : []),
      ...["one", "two", "three", "four"].map((workload) => send(workload, BURST)),
      { step: "barrier" },
      { step: "release" },
      { step: "drain" },
    ],
  });
}

/** Trials that differ in their ids only. So many that an order which depends on them is the same in all by less than 1 in 10,000. */
export const otherIds = places({
  name: "other-ids",
  title: "Four workloads, trial by trial under other ids",
  trialsPerArm: 5,
  criticalities: [3, 5, 2, 4],
  crowded: false,
});

/** As before, but that the second and the third have each other's header. */
export const headersExchanged = places({
  name: "headers-exchanged",
  title: "The same four, of which two have exchanged their headers",
  trialsPerArm: 2,
  criticalities: [3, 2, 5, 4],
  crowded: false,
});

/** As at first, with requests of a lower rank among them. */
export const lowerRankAdded = places({
  name: "lower-rank-added",
  title: "The same four, and a crowd of the lowest criticality before them",
  trialsPerArm: 2,
  criticalities: [3, 5, 2, 4],
  crowded: true,
});

export const RELATION_SCENARIOS: readonly Scenario[] = [otherIds, headersExchanged, lowerRankAdded];
