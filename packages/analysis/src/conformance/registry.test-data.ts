import type { FlowEvent } from "@wa-routing/protocol";

type Given = Pick<FlowEvent, "event"> & Readonly<Record<string, string | number | null>>;

/** Lines about one workload, 100 ms apart, each with what is given. */
export const lines = (...given: readonly Given[]) =>
  given.map((line, index) => ({
    ...{ line: index + 1, source: null, atMs: 1_800_000_000_000.5 + 100 * index, seq: null, requestId: null },
    ...{ workloadId: "w", active: 1, total: 1, ratePerSecond: null, emaSeconds: 0, waitSeconds: 0 },
    ...line,
  })) as FlowEvent[];

interface Router {
  readonly alpha?: number;
  /** Logs the times in whole steps of so many ms. */
  readonly resolutionMs?: number;
  readonly loseDecrement?: number;
  readonly rate?: (entry: { count: number; ageMs: number }) => number;
  readonly emaAtDispatch?: boolean;
}

/** The log of a router that serves one workload: requests come 100 ms apart, each waits, and ends 30 ms after its dispatch. */
export function logOf(waitsMs: readonly number[], router: Router = {}): FlowEvent[] {
  const { alpha = 0.2, resolutionMs = 0, loseDecrement, emaAtDispatch = true } = router;
  const rate = router.rate ?? (({ count, ageMs }) => (ageMs <= 0 ? 0 : (count * 1000) / ageMs));
  const moments = waitsMs.flatMap((waitMs, index) => {
    const cameMs = index * 100;
    return [
      { atMs: cameMs, step: "came", index, waitMs },
      { atMs: cameMs + waitMs, step: "left", index, waitMs },
      { atMs: cameMs + waitMs + 30, step: "ended", index, waitMs },
    ] as const;
  });
  const state = { active: 0, count: 0, ema: 0, waits: 0, ended: 0 };
  let line = 0;
  return moments
    .toSorted((a, b) => a.atMs - b.atMs)
    .flatMap(({ atMs: sinceMs, step, index, waitMs }): FlowEvent[] => {
      const exactMs = 1_800_000_000_000.25 + sinceMs;
      const atMs = resolutionMs === 0 ? exactMs : Math.floor(exactMs / resolutionMs) * resolutionMs;
      const base = { line: ++line, source: null, atMs, seq: null, requestId: `r${index}`, workloadId: "w" };
      const registry = () => ({
        active: state.active,
        total: state.count,
        ratePerSecond: rate({ count: state.count, ageMs: sinceMs }),
      });
      if (step === "came") {
        state.active += 1;
        state.count += 1;
        return [{ event: "active-incremented", ...base, ...registry() }];
      }
      if (step === "ended") {
        state.ended += 1;
        if (state.ended !== loseDecrement) state.active -= 1;
        return [{ event: "active-decremented", ...base, ...registry() }];
      }
      state.waits += 1;
      const next = state.waits === 1 ? waitMs / 1000 : (alpha * waitMs) / 1000 + (1 - alpha) * state.ema;
      if (emaAtDispatch) state.ema = next;
      return [{ event: "wait-recorded", ...base, waitSeconds: waitMs / 1000, emaSeconds: state.ema }];
    });
}

export const waits = [5, 250, 40, 400, 10, 90, 300, 20, 160, 15];
