import type { ArrivalProcess, Random } from "@wa-routing/protocol";

/**
 * When the requests of a process are due, in ms since its start, sorted.
 *
 * `constant` begins at 0; `poisson` and `ramp` begin with the first gap. `ramp` changes the rate linearly over its whole
 * duration: request k is due where the integral of the rate reaches k.
 */
export function arrivalTimesMs(process: ArrivalProcess, random: Random): number[] {
  switch (process.process) {
    case "burst":
      return Array.from({ length: process.count }, () => 0);
    case "constant":
      return Array.from({ length: process.count }, (_, index) => (index * 1000) / process.ratePerSecond);
    case "poisson": {
      let atMs = 0;
      return Array.from({ length: process.count }, () => {
        atMs += (-Math.log(1 - random()) * 1000) / process.ratePerSecond;
        return atMs;
      });
    }
    case "ramp":
      return rampTimesMs(process.count, process.fromRatePerSecond, process.toRatePerSecond);
    case "replay":
      return [...process.arrivalsMs].sort((a, b) => a - b);
  }
}

function rampTimesMs(count: number, from: number, to: number): number[] {
  const durationSeconds = (2 * count) / (from + to);
  const slope = (to - from) / durationSeconds;
  return Array.from({ length: count }, (_, index) => {
    const nth = index + 1;
    // from·t + slope·t²/2 = nth, in the form that does not cancel for a small slope.
    const seconds = (2 * nth) / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * nth)));
    return seconds * 1000;
  });
}
