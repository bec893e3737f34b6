import type { Gate, Recovery } from "@wa-routing/environments";
import { type Plan, type StepRecord, WaRoutingError } from "@wa-routing/protocol";
import { defineScenario, planScenario } from "@wa-routing/scenarios";
import { expect, test } from "vitest";
import { carryOut } from "./carry-out.ts";
import { heldForAMoment, madeUpGateway } from "./gateway.test-data.ts";
import { openRoutes } from "./open-routes.ts";
import { startRunClock } from "./run-clock.ts";
import type { SetAside } from "./run-recording.ts";

/** Carries three trials out at a gateway that is not there; gives what went on, told and recorded. */
async function carriedOut(
  changes: Parameters<typeof madeUpGateway>[0],
  signal = new AbortController().signal,
  scenario = heldForAMoment(3),
) {
  const { gateway, told } = madeUpGateway(changes);
  const steps: StepRecord[] = [];
  const plans: Plan[] = [];
  const aside: SetAside[] = [];
  const reads: number[] = [];
  const alone: (readonly [stepsDone: number, ms: number])[] = [];
  const nothing = () => Promise.resolve();
  const recording = {
    losses: 0,
    setAside: (lost: SetAside) => void aside.push(lost),
    settle: nothing,
    leaveAlone: (ms: number) => void alone.push([steps.length, ms]),
    readLog: () => Promise.resolve(void reads.push(steps.length)),
  };
  const recorder = {
    request: () => undefined,
    arrivals: () => undefined,
    step: (record: StepRecord) => void steps.push(record),
    replan: (plan: Plan) => void plans.push(plan),
    flush: () => undefined,
  };
  await using routes = await openRoutes(gateway, scenario);
  const options = { recording, routes, clock: startRunClock(), signal, onMetric: () => undefined };
  const progress: number[] = [];
  const carrying = carryOut(planScenario(scenario, { seed: 1 }), gateway, recorder, {
    ...options,
    onProgress: ({ trial }) => void progress.push(trial),
  });
  const error: unknown = await carrying.then(() => null).catch((reason: unknown) => reason);
  return {
    error,
    steps,
    plans,
    aside,
    reads,
    alone,
    told,
    progress,
    names: steps.map(({ trial, step }) => `${trial} ${step}`),
  };
}

const gateThat = (close: Gate["close"]): Gate => ({ ...(madeUpGateway().gateway.gate as Gate), close });
const notClosed = () => Promise.reject(new WaRoutingError("it did not close", { code: "GATE_NOT_CLOSED" }));

test("each step of each trial is done and recorded, with its place and its times", async () => {
  const { error, steps, told, progress, names } = await carriedOut({});
  expect(error).toBeNull();
  expect(names).toEqual([0, 1, 2].flatMap((trial) => [`${trial} hold`, `${trial} pause`, `${trial} release`]));
  expect(steps.map(({ stepIndex }) => stepIndex)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
  expect(steps.every(({ ok, arm, startMs, endMs }) => ok && arm === "treatment" && endMs >= startMs)).toBe(true);
  expect(told).toEqual(["gate closed", "gate opened", "gate closed", "gate opened", "gate closed", "gate opened"]);
  expect(progress).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
});

test("the router is left alone for a second from the release to the end of the drain", async () => {
  const { names, alone } = await carriedOut({ gate: gateThat(notClosed) });
  expect(names.slice(0, 3)).toEqual(["0 hold", "0 release", "0 drain"]);
  expect(alone.slice(0, 4)).toEqual([
    [0, 0],
    [1, 1000],
    [2, 1000],
    [2, 0],
  ]);
});

test.each([
  [
    "while requests are sent of whose times something is claimed",
    [{ check: "performance.overhead" as const, workload: "w", baselines: ["other"] }],
    Infinity,
  ],
  ["not while others are sent: a queue that nobody holds is to be seen", [], 0],
])("the router is left alone %s", async (_, expectations, ms) => {
  const sending = defineScenario({
    ...heldForAMoment(1),
    workloads: { w: { header: "none" }, other: { header: "none" } },
    steps: [
      {
        step: "send",
        streams: ["w", "other"].map((workload) => ({ workload, arrivals: { process: "burst" as const, count: 1 } })),
      },
      { step: "drain" },
    ],
    expectations,
  });
  const { names, alone } = await carriedOut({}, undefined, sending);
  expect(names).toEqual(["0 send", "0 drain"]);
  expect(alone).toEqual([
    [0, ms],
    [1, 1000],
    [1, 0],
  ]);
});

test("a step that fails ends its trial: released, drained, and recorded with its reason; after two there is no third", async () => {
  const { error, steps, names } = await carriedOut({ gate: gateThat(notClosed) });
  expect(error).toBeNull();
  expect(names).toEqual(["0 hold", "0 release", "0 drain", "1 hold", "1 release", "1 drain"]);
  expect(steps[0]).toMatchObject({ ok: false, problem: "it did not close" });
  expect(steps[2]).toMatchObject({ ok: true, stepIndex: 4 });
});

/** Asked after each broken trial, as often as it has something to say. */
const recoveries = (...all: (Recovery | null)[]) => {
  let asked = 0;
  return { recovered: async () => all[asked++] ?? null, asked: () => asked };
};
const replaced: Recovery = { text: "pod epp-1 was replaced by epp-2", isRoutersOwn: false };

test("a trial that a restart broke is set aside and sent again, at most twice, and the plan says so", async () => {
  let closed = 0;
  const gate = gateThat(() => (++closed === 2 || closed === 3 ? notClosed() : Promise.resolve()));
  const { names, plans, aside } = await carriedOut({ gate, ...recoveries(replaced, replaced) });
  expect(names.filter((name) => name.endsWith("hold"))).toEqual(["0 hold", "1 hold", "2 hold", "3 hold", "4 hold"]);
  expect(aside).toMatchObject([
    { scenario: "held-for-a-moment", trial: 1, sentAgainAs: 2 },
    { scenario: "held-for-a-moment", trial: 2, sentAgainAs: 3 },
  ]);
  expect(aside[0]?.text).toBe(
    "trial 2 of held-for-a-moment was broken by a restart (pod epp-1 was replaced by epp-2): it was set aside, and sent again as trial 3",
  );
  expect(plans.at(-1)?.trials.map(({ trial, sendsAgain }) => [trial, sendsAgain])).toEqual([
    [0, undefined],
    [1, undefined],
    [2, 1],
    [3, 2],
    [4, undefined],
  ]);
});

test("what goes on being broken ends: set aside, and not sent again", async () => {
  const { names, aside } = await carriedOut({
    gate: gateThat(notClosed),
    ...recoveries(replaced, replaced, replaced, replaced, replaced),
  });
  expect(aside.map(({ sentAgainAs }) => sentAgainAs)).toEqual([1, 2, null, null]);
  expect(names.filter((name) => name.endsWith("hold"))).toHaveLength(4);
});

test("what broke without a restart, or by the router's own end, stays what it is", async () => {
  for (const recovery of [null, { ...replaced, isRoutersOwn: true }]) {
    const { names, aside } = await carriedOut({ gate: gateThat(notClosed), ...recoveries(recovery, recovery) });
    expect(names.filter((name) => name.endsWith("hold"))).toEqual(["0 hold", "1 hold"]);
    expect(aside).toEqual([]);
  }
});

test("nobody is asked of a restart as long as all is well; the log is read after each trial", async () => {
  const { recovered, asked } = recoveries(replaced);
  const { aside, reads } = await carriedOut({ recovered });
  expect(asked()).toBe(0);
  expect(reads).toEqual([3, 6, 9]);
  expect(aside).toEqual([]);
});

test("an environment that breaks ends everything, and the gate is opened", async () => {
  let failure: string | null = null;
  const opened: string[] = [];
  const breaking = async () => {
    failure = "the router ended";
  };
  const gate: Gate = {
    ...gateThat(breaking),
    open: () => Promise.resolve(void opened.push("gate")),
  };
  const { error, names } = await carriedOut({ gate, failure: () => failure });
  expect(error).toMatchObject({ code: "ENVIRONMENT_BROKE", message: "the environment broke: the router ended" });
  expect(names).toEqual(["0 hold"]);
  expect(opened).toEqual(["gate"]);
});

test("what is no step's own failure is thrown, and so is an interruption", async () => {
  const { error, steps } = await carriedOut({ gate: gateThat(() => Promise.reject(new TypeError("a defect"))) });
  expect(error).toBeInstanceOf(TypeError);
  expect(steps).toEqual([]);
  expect((await carriedOut({}, AbortSignal.abort("stop"))).error).toBe("stop");
});
