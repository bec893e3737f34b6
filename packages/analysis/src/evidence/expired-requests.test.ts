import type { FlowEvent, RequestRecord } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { traceOf } from "../order/trace.test-data.ts";
import { expiredRequests } from "./expired-requests.ts";

const outcome = (requestId: string, said: string): FlowEvent => ({
  ...{ event: "outcome", line: 1, source: null, atMs: null, seq: null },
  ...{ requestId, outcome: said },
});

const FORK = "inference gateway: ServiceUnavailable - request timed out in queue: request evicted: request TTL expired";

test.each<[string, Partial<RequestRecord>, string | null, number]>([
  ["the fork's answer", { outcome: "evicted", status: 503, errorText: FORK }, null, 1],
  [
    "llm-d-router's, with endpoints",
    { outcome: "rejected", status: 429, errorText: FORK.replace(/^.*- /, "") },
    null,
    1,
  ],
  ["its line, where a proxy has hidden the answer", { outcome: "transport", status: null }, "EvictedTTL", 1],
  ["its line, without endpoints", { outcome: "evicted", status: 503, errorText: "" }, "EvictedNoEndpoints", 1],
  ["no room", { outcome: "rejected", status: 429, errorText: "queue is full" }, "RejectedCapacity", 0],
  ["a proxy's 503", { outcome: "evicted", status: 503, errorText: "upstream connect error" }, null, 0],
  ["the client's own timeout", { outcome: "timed-out", status: null, errorText: null }, "EvictedTTL", 0],
  ["an answer that completed", { outcome: "completed", status: 200 }, "EvictedTTL", 0],
])("%s", (_, ended, said, expired) => {
  const trace = traceOf("w", { sentMs: 1, arrivedMs: null });
  const own = { ...trace, requestId: "router-s", record: { ...trace.record, ...ended } };
  const events = said === null ? null : [outcome("another", "EvictedTTL"), outcome("router-s", said)];
  expect(expiredRequests([own], events)).toHaveLength(expired);
});
