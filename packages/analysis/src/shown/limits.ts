/** How much a page shows of one scenario: what a person can look at, in a file that opens at once. */
export const MOST_SHOWN = {
  timelineRequests: 72,
  rankedRequests: 480,
  inversions: 20_000,
  samples: 400,
  trialMedians: 60,
  overtakers: 40,
  stories: 10,
  storyLines: 40,
} as const;

/** `3 of 40 trials`, where not all are there; nothing where they are. */
export function leftOut(shown: number, all: number, what: string): string[] {
  return shown >= all ? [] : [`${shown} of ${all} ${what} are shown.`];
}
