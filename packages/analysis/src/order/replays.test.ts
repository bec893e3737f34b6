import { DEFAULT_ROUTER_PARAMETERS } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { createReplays as createReplaysWith } from "./replays.ts";
import { traceOf } from "./trace.test-data.ts";
import { completionsWitness, type Witness } from "./witness.ts";

const arrivals: Witness = { name: "arrivals", bandMs: 1, sawAt: ({ arrival }) => arrival?.arrivedMs ?? null };
const log: Witness = { name: "router-log", bandMs: 0, sawAt: ({ dispatched }) => dispatched?.position ?? null };

const seen = (sentMs: number, routerMs: number | null): RequestTrace => ({
  ...traceOf(`w${sentMs}`, {
    ...{ sentMs, arrivedMs: sentMs + 50 },
    dispatched: routerMs === null ? null : { position: sentMs, routerMs },
  }),
  enqueued: routerMs === null ? null : { position: sentMs, routerMs: routerMs - 10.5, router: null, exact: true },
});
const createReplays = (joined: JoinedEvidence, seed: number) =>
  createReplaysWith(joined, seed, DEFAULT_ROUTER_PARAMETERS, new Map());
const joinedOf = (traces: readonly RequestTrace[]) =>
  ({ traces, modelServerClocks: {}, routerClock: null }) as unknown as JoinedEvidence;

test.each([20.25, null])("each witness's replays are made once, with a router's time of %s", (routerMs) => {
  const replaysOf = createReplays(joinedOf([seen(1, routerMs)]), 1);
  expect(replaysOf(arrivals)).toBe(replaysOf(arrivals));
});

test("two that saw the same requests share them, where the router's own times serve both", () => {
  const replaysOf = createReplays(joinedOf([seen(1, 20.25), seen(2, 21.25)]), 1);
  expect(replaysOf(log)).toBe(replaysOf(arrivals));
  expect(replaysOf(log).times.uncertainty.clock).toBe("router");
});

test.each([
  ["one saw less", [seen(1, 20.25), { ...seen(2, 21.25), arrival: null }], arrivals],
  ["one goes by the client's clock", [seen(1, 20.25), seen(2, null)], completionsWitness],
])("they do not share where %s", (_, traces, other) => {
  const [replaysOf, inTurn] = [createReplays(joinedOf(traces), 1), createReplays(joinedOf(traces), 1)];
  expect(replaysOf(log)).not.toBe(replaysOf(other));
  expect(inTurn(other)).not.toBe(inTurn(log));
});

test("they do not share where each saw another request", () => {
  const joined = joinedOf([seen(1, 20.25), seen(2, 21.25), seen(3, 22.25)]);
  const blindTo = (sentMs: number, { name }: Witness): Witness => ({
    ...{ name, bandMs: 0 },
    sawAt: ({ record }) => (record.sendMs === sentMs ? null : record.sendMs),
  });
  const replaysOf = createReplays(joined, 1);
  expect(replaysOf(blindTo(3, log))).not.toBe(replaysOf(blindTo(2, arrivals)));
});

test("nor where both go by the client's clock: their times of dispatch differ", () => {
  const replaysOf = createReplays(joinedOf([seen(1, null), seen(2, null)]), 1);
  expect(replaysOf(completionsWitness)).not.toBe(replaysOf(arrivals));
});
