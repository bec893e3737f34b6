import type { FlowEvent } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { registryEvents } from "./registry-events.ts";

const about = (workloadId: string | null) => ({ event: "score-computed", workloadId }) as FlowEvent;
const started = { event: "started" } as FlowEvent;

test("a scenario's own events, where nobody else's are about its workloads", () => {
  const own = [about("w"), about(null)];
  expect(registryEvents([started, about("v"), ...own, about(null)], own, new Set([started]))).toBe(own);
});

test("and those of others about a workload that it shares, with the starts between, in the log's order", () => {
  const [before, own, other, after] = [about("default"), about("default"), about("v"), about("default")];
  const log = [{ event: "started" } as FlowEvent, before, started, other, own, after];
  expect(registryEvents(log, [own], new Set([started]))).toEqual([before, started, own, after]);
});
