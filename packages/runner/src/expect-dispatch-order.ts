import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningGateway } from "@wa-routing/environments";
import { type Checklist, type Criticality, WaRoutingError } from "@wa-routing/protocol";
import { checkNames, type OptionNames } from "@wa-routing/protocol/sending";
import { defineScenario } from "@wa-routing/scenarios";
import { runScenarios } from "./run/run-scenarios.ts";

// Worth a thousandth of the score: less than any difference in criticality, more than any other.
const WAIT_STEP_MS = 150;

/** What order is expected of which gateway. */
export interface DispatchOrderOptions {
  /** A gateway with a gate and arrivals; it is left running. */
  readonly gateway: RunningGateway;
  /** In the order in which they are to be dispatched. They are sent in the opposite order. */
  readonly workloads: readonly { readonly id: string; readonly criticality: Criticality }[];
  readonly requestsEach?: number;
  readonly trials?: number;
  readonly seed?: number;
}

const NAMES: OptionNames<DispatchOrderOptions> = {
  ...{ gateway: true, workloads: true, requestsEach: true, trials: true, seed: true },
};
const leave = () => Promise.resolve();

/**
 * Asserts, in anybody's test suite, that a gateway dispatches waiting requests in the order of their workloads.
 *
 * Holds the queue, sends in the opposite order, releases, and judges what the model servers saw, with a control arm without
 * headers. Anything but a `pass` throws: what cannot be told is no success.
 *
 * @throws WaRoutingError `DISPATCH_ORDER` with the check's summary and advice; `OPTION_INVALID` for an option that there is none of.
 */
export async function expectDispatchOrder(options: DispatchOrderOptions): Promise<Checklist> {
  checkNames("expectDispatchOrder", options, NAMES, "OPTION_INVALID");
  const { gateway, workloads, requestsEach = 6, trials = 2, seed } = options;
  const names = workloads.map(({ id }) => id);
  const scenario = defineScenario({
    name: "expected-dispatch-order",
    title: `${names.join(" before ")}`,
    claim: `Of requests that wait together, those of ${names.join(", then ")} are dispatched in this order.`,
    visibleBecause: "All are held in the queue, and were sent in the opposite order.",
    refutedBy: "A request that is dispatched before one that was expected earlier.",
    workloads: Object.fromEntries(workloads.map(({ id, criticality }) => [id, { header: "context", criticality }])),
    control: { control: "without-header" },
    sampling: { sampling: "fixed", trialsPerArm: trials },
    // The later one is expected, the longer its average wait: without the criticality the order would be the opposite.
    prepare: [
      { step: "hold" },
      ...names.toReversed().flatMap((workload) => [
        { step: "send" as const, streams: [{ workload, arrivals: { process: "burst" as const, count: 1 } }] },
        { step: "pause" as const, ms: WAIT_STEP_MS },
      ]),
      { step: "barrier" },
      { step: "release" },
      { step: "drain" },
      { step: "pause", ms: 1600 },
    ],
    steps: [
      { step: "hold" },
      ...names.toReversed().map((workload) => ({
        step: "send" as const,
        streams: [{ workload, arrivals: { process: "constant" as const, count: requestsEach, ratePerSecond: 250 } }],
      })),
      { step: "barrier" },
      { step: "release" },
      { step: "drain" },
    ],
    expectations: [
      {
        check: "functional.criticality-order",
        precedences: names.flatMap((first, index) => names.slice(index + 1).map((second) => ({ first, second }))),
        minimumContested: requestsEach,
      },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), "wa-routing-"));
  try {
    const { checklist } = await runScenarios({
      scenarios: [scenario],
      startGateway: () => Promise.resolve({ ...gateway, close: leave, [Symbol.asyncDispose]: leave }),
      runDir: join(folder, "run"),
      ...(seed === undefined ? {} : { seed }),
    });
    const check = checklist.checks.find(({ id }) => id === "functional.criticality-order");
    if (check?.verdict === "pass") return checklist;
    throw new WaRoutingError(`expected ${names.join(" before ")}: ${check?.verdict}, ${check?.summary}`, {
      code: "DISPATCH_ORDER",
      value: check?.verdict,
      expected: names.join(" before "),
      ...(check?.advice == null ? {} : { remedy: check.advice }),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
