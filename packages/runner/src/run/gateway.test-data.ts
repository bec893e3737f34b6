import type { Gate, RunningGateway } from "@wa-routing/environments";
import { defineScenario } from "@wa-routing/scenarios";

/** A gateway that is not there: nothing answers at its address, and what it is asked to do is told. */
export function madeUpGateway(changes: Partial<RunningGateway> = {}): { gateway: RunningGateway; told: string[] } {
  const told: string[] = [];
  const tell = (text: string) => () => Promise.resolve(void told.push(text));
  const gate: Gate = {
    driver: "model-server",
    close: tell("gate closed"),
    open: tell("gate opened"),
    cleared: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const gateway: RunningGateway = {
    url: "http://127.0.0.1:9",
    address: { url: "http://127.0.0.1:9" },
    gate,
    metrics: null,
    description: {
      environment: "existing",
      gatewayUrl: "http://127.0.0.1:9",
      modelServers: [],
      model: "m",
      gate: "model-server",
      witnesses: { routerLog: true, arrivals: true, routerMetrics: false },
      sharedClock: true,
      router: {},
    },
    connection: { gatewayUrl: "http://127.0.0.1:9" },
    artifacts: [],
    routes: {},
    watch: () =>
      Promise.resolve({
        settle: () => Promise.resolve(),
        readLog: tell("log read"),
        stop: tell("watch stopped"),
      }),
    failure: () => null,
    close: tell("gateway ended"),
    [Symbol.asyncDispose]: tell("gateway ended"),
    ...changes,
  };
  return { gateway, told };
}

/** Holds an empty queue for a moment, in so many trials. */
export const heldForAMoment = (trials: number) =>
  defineScenario({
    name: "held-for-a-moment",
    title: "Nothing is sent",
    claim: "Nothing.",
    visibleBecause: "The gate is closed.",
    refutedBy: "Nothing.",
    workloads: { nobody: { header: "none" } },
    sampling: { sampling: "fixed", trialsPerArm: trials },
    steps: [{ step: "hold" }, { step: "pause", ms: 1 }, { step: "release" }],
  });
