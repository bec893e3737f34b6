import type { Step } from "@wa-routing/protocol";
import { arrivalTimesMs } from "./arrival-times.ts";
import { interleaved } from "./interleaved-streams.ts";

export type SendingStep = Extract<Step, { step: "prime" | "send" | "alternate" }>;

/** A step without the workloads that cannot be reached. */
export function narrowed(step: SendingStep, isReachable: (workload: string) => boolean): SendingStep {
  if (step.step === "prime") return { ...step, workloads: step.workloads.filter(isReachable) };
  if (step.step === "send") return { ...step, streams: step.streams.filter(({ workload }) => isReachable(workload)) };
  return { ...step, streams: step.streams.filter(({ workload }) => isReachable(workload)) };
}

/** Which workload sends when, in ms since the start of the step, in the order of sending. */
export function timed(
  step: SendingStep,
  randomOf: (stream: number) => () => number,
): { workload: string; arrivalMs: number }[] {
  switch (step.step) {
    case "prime": {
      const round = step.workloads.map((workload) => ({ workload, arrivalMs: 0 }));
      return Array.from({ length: step.requestsEach }, () => round).flat();
    }
    case "send":
      return step.streams
        .flatMap(({ workload, arrivals }, stream) =>
          arrivalTimesMs(arrivals, randomOf(stream)).map((arrivalMs) => ({ workload, arrivalMs })),
        )
        .sort((a, b) => a.arrivalMs - b.arrivalMs);
    case "alternate":
      return interleaved(step, randomOf);
  }
}
