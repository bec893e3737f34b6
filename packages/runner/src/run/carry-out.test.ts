import type { Gate } from "@wa-routing/environments";
import { type StepRecord, WaRoutingError } from "@wa-routing/protocol";
import { planScenario } from "@wa-routing/scenarios";
import { expect, test } from "vitest";
import { carryOut } from "./carry-out.ts";
import { heldForAMoment, madeUpGateway } from "./gateway.test-data.ts";
import { openRoutes } from "./open-routes.ts";
import { startRunClock } from "./run-clock.ts";

/** Carries three trials out at a gateway that is not there; gives what went on, told and recorded. */
async function carriedOut(changes: Parameters<typeof madeUpGateway>[0], signal = new AbortController().signal) {
  const { gateway, told } = madeUpGateway(changes);
  const scenario = heldForAMoment(3);
  const steps: StepRecord[] = [];
  const recorder = {
    request: () => undefined,
    arrivals: () => undefined,
    step: (record: StepRecord) => void steps.push(record),
    flush: () => undefined,
  };
  await using routes = await openRoutes(gateway, scenario);
  const options = { routes, clock: startRunClock(), signal, onMetric: () => undefined };
  const progress: number[] = [];
  const carrying = carryOut(planScenario(scenario, { seed: 1 }), gateway, recorder, {
    ...options,
    onProgress: ({ trial }) => void progress.push(trial),
  });
  const error: unknown = await carrying.then(() => null).catch((reason: unknown) => reason);
  return { error, steps, told, progress, names: steps.map(({ trial, step }) => `${trial} ${step}`) };
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

test("a step that fails ends its trial: released, drained, and recorded with its reason; after two there is no third", async () => {
  const { error, steps, names } = await carriedOut({ gate: gateThat(notClosed) });
  expect(error).toBeNull();
  expect(names).toEqual(["0 hold", "0 release", "0 drain", "1 hold", "1 release", "1 drain"]);
  expect(steps[0]).toMatchObject({ ok: false, problem: "it did not close" });
  expect(steps[2]).toMatchObject({ ok: true, stepIndex: 4 });
});

test("trials that a restart broke do not count, if the gateway has recovered; after two of these, others do", async () => {
  let asked = 0;
  const recovered = async () => {
    asked += 1;
    return true;
  };
  const broken = await carriedOut({ gate: gateThat(notClosed), recovered });
  expect(broken.names.filter((name) => name.endsWith("hold"))).toEqual(["0 hold", "1 hold", "2 hold"]);
  expect(asked).toBe(2);
  const notRestarted = await carriedOut({ gate: gateThat(notClosed), recovered: async () => false });
  expect(notRestarted.names.filter((name) => name.endsWith("hold"))).toEqual(["0 hold", "1 hold"]);
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
