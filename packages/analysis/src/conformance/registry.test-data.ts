import type { FlowEvent } from "@wa-routing/protocol";

type Given = Pick<FlowEvent, "event"> & Readonly<Record<string, string | number | null>>;

/** Lines about one workload, 100 ms apart, each with what is given. */
export const lines = (...given: readonly Given[]) =>
  given.map((line, index) => ({
    ...{ line: index + 1, source: null, atMs: 1_800_000_000_000.5 + 100 * index, seq: null, requestId: null },
    ...{ workloadId: "w", active: 1, total: 1, ratePerSecond: null, emaSeconds: 0, waitSeconds: 0 },
    ...line,
  })) as FlowEvent[];
