import { expect, test } from "vitest";
import { progressText } from "./progress-text.ts";

const at = { scenario: "basic-priority", trial: 0, trials: 12, step: "prime" } as const;

test.each([
  ["in the preparation", at, 900, "basic-priority: preparation, prime, 1 s"],
  ["in the first trial", { ...at, trial: 1 }, 2000, "basic-priority: trial 1 of 12, prime, 2 s"],
  [
    "later: as long again for each that is left",
    { ...at, trial: 4 },
    6000,
    "basic-priority: trial 4 of 12, prime, 6 s, about 18 s left at most",
  ],
  [
    "while it waits",
    { ...at, trial: 1, waitsFor: "the gate" },
    0,
    "basic-priority: trial 1 of 12, prime (the gate), 0 s",
  ],
])("%s", (_, progress, elapsedMs, text) => expect(progressText(progress, elapsedMs)).toBe(text));
