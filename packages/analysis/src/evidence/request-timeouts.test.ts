import type { FlowEvent, RequestRecord } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { traceOf } from "../order/trace.test-data.ts";
import { type RequestTimeouts, requestTimeouts } from "./request-timeouts.ts";

const outcome = (requestId: string, said: string): FlowEvent => ({
  ...{ event: "outcome", line: 1, source: null, atMs: null, seq: null },
  ...{ requestId, outcome: said },
});

const FORK = "inference gateway: ServiceUnavailable - request timed out in queue: request evicted: request TTL expired";

const [IN_QUEUE, ELSEWHERE, NONE] = [
  { requests: 1, expiredInQueue: 1 },
  { requests: 1, expiredInQueue: 0 },
  { requests: 0, expiredInQueue: 0 },
];

test.each<[string, Partial<RequestRecord>, string | null, Partial<RequestTimeouts>]>([
  ["the fork's answer", { outcome: "evicted", status: 503, errorText: FORK }, null, IN_QUEUE],
  [
    "llm-d-router's, with endpoints",
    { outcome: "rejected", status: 429, errorText: FORK.replace(/^.*- /, "") },
    null,
    IN_QUEUE,
  ],
  ["its line, where a proxy has hidden the answer", { outcome: "transport", status: null }, "EvictedTTL", IN_QUEUE],
  ["its line, without endpoints", { outcome: "evicted", status: 503, errorText: "" }, "EvictedNoEndpoints", IN_QUEUE],
  ["its line, where a proxy gave it up", { outcome: "failed", status: 504, errorText: "" }, "EvictedTTL", IN_QUEUE],
  ["a proxy's 504", { outcome: "failed", status: 504, errorText: "upstream request timeout" }, null, ELSEWHERE],
  ["a 408", { outcome: "failed", status: 408, errorText: "" }, null, ELSEWHERE],
  ["the client's own timeout", { outcome: "timed-out", status: null, errorText: null }, "EvictedTTL", ELSEWHERE],
  ["one that came amid an answer", { outcome: "timed-out", status: 200, errorText: null }, null, ELSEWHERE],
  ["no room", { outcome: "rejected", status: 429, errorText: "queue is full" }, "RejectedCapacity", NONE],
  ["a proxy's 503", { outcome: "evicted", status: 503, errorText: "upstream connect error" }, null, NONE],
  ["an answer that completed", { outcome: "completed", status: 200 }, "EvictedTTL", NONE],
])("%s", (_, ended, said, expected) => {
  const trace = traceOf("w", { sentMs: 1, arrivedMs: null });
  const own = { ...trace, requestId: "router-s", record: { ...trace.record, ...ended } };
  const events = said === null ? null : [outcome("another", "EvictedTTL"), outcome("router-s", said)];
  expect(requestTimeouts([own], events, () => false)).toEqual({ ...expected, byGate: 0 });
  const byGate = expected === NONE ? 0 : 1;
  expect(requestTimeouts([own], events, () => true)).toEqual({ ...NONE, byGate });
});
