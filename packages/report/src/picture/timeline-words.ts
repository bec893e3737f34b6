import type { CheckTable, TrialTimeline } from "@wa-routing/protocol";
import { durationText } from "../duration-text.ts";
import { shortName } from "../waits-words.ts";
import { leftMs, type PlacedRequest } from "./timeline-rows.ts";

/** The steps of a trial, as a picture names them. */
export const STEP_WORDS: Readonly<Record<TrialTimeline["steps"][number]["step"], string>> = {
  ...{
    prime: "prime",
    pause: "pause",
    hold: "hold",
    send: "send",
    barrier: "wait until queued",
    release: "release",
    drain: "drain",
  },
};

/** How the picture is read. */
export function captionOf(isWide: boolean): string {
  const how =
    "A row for each request: the thin bar is waiting, the broad pale one being served; the number is its place in the order of leaving.";
  const signs =
    "▲ overtook requests of other workloads that were sent earlier; ✕ left although the workload-aware rule puts others first; ○ neither.";
  return isWide ? `${how} ${signs}` : `${how} ${signs} Left, the queue is held; right, it has been let go.`;
}

/** What there is to see in it. */
export function descriptionOf(
  { arm, steps }: TrialTimeline,
  placed: readonly PlacedRequest[],
  overtook: number,
  early: number,
): string {
  const held = placed.filter(({ primed }) => !primed);
  const left = held.filter((request) => leftMs(request) !== null).length;
  const words = steps.map(({ step }) => STEP_WORDS[step]).join(", ");
  return `A trial of the ${arm}: ${words}. ${held.length} requests were sent and ${left} were seen to leave; ${overtook} overtook others, ${early} left too early.`;
}

/** The same, a row for each request in the order of leaving. */
export function requestsTable(placed: readonly PlacedRequest[], zeroMs: number, releasedMs: number | null): CheckTable {
  const since = (ms: number | null, originMs: number) => (ms === null ? "" : durationText(ms - originMs));
  const origin = releasedMs ?? zeroMs;
  const order = placed
    .filter(({ primed }) => !primed)
    .toSorted((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity));
  return {
    columns: [
      { title: "left as", align: "right" },
      { title: "request", align: "left" },
      { title: "workload", align: "left" },
      { title: "criticality", align: "right" },
      { title: "sent", align: "right" },
      { title: "left the queue", align: "right" },
      { title: "ended", align: "right" },
      { title: "outcome", align: "left" },
    ],
    rows: order.map((request) => [
      ...[String(request.place ?? ""), request.id, shortName(request.workload), String(request.criticality)],
      ...[since(request.sentMs, zeroMs), since(leftMs(request), origin), since(request.endMs, origin), request.outcome],
    ]),
    notes: [
      `Sent: since the trial began. Left and ended: since the ${releasedMs === null ? "trial began" : "release"}.`,
    ],
  };
}
