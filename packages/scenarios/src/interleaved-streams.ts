import type { Random, Step } from "@wa-routing/protocol";

/**
 * Streams that take turns, one request every `spacingMs`: each spreads its own evenly over the step, and dice decide who goes first
 * of neighbours. What happens on the machine meanwhile then strikes all of them alike, as the overhead's routes need it.
 */
export function interleaved(
  { streams, spacingMs }: Extract<Step, { step: "alternate" }>,
  randomOf: (stream: number) => Random,
): { workload: string; arrivalMs: number }[] {
  return streams
    .flatMap(({ workload, requests }, stream) => {
      const random = randomOf(stream);
      return Array.from({ length: requests }, (_, nth) => ({ workload, position: (nth + random()) / requests }));
    })
    .sort((a, b) => a.position - b.position)
    .map(({ workload }, slot) => ({ workload, arrivalMs: slot * spacingMs }));
}
