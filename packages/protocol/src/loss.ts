import { z } from "zod";

/** A part of the evidence that is known to be lost. */
export const lossSchema = z.strictObject({
  witness: z
    .enum(["router-log", "arrivals", "requests"])
    .describe("Whose word is not whole: the router's log, the model servers' arrivals, what the client recorded."),
  text: z.string().describe("What was lost, and how it is known."),
  during: z
    .strictObject({ fromMs: z.number(), toMs: z.number() })
    .optional()
    .describe(
      "From when to when the witness was not heard, in ms on the client's monotonic clock since the run began; absent: not known.",
    ),
  setAside: z
    .strictObject({
      scenario: z.string(),
      trial: z.int().nullable().describe("Null: the requests of the preparation that did not complete."),
      sentAgainAs: z.int().nullable().describe("The trial that repeats it; null: none does."),
    })
    .optional()
    .describe("What a restart broke and no verdict rests on: its records stay where they are, and are not judged."),
  replaced: z
    .literal(true)
    .optional()
    .describe(
      "Somebody put another pod in the place of one that was tested, or ended what stands beside it: what it wrote and answered then is no fault of its own.",
    ),
});

export type Loss = z.output<typeof lossSchema>;

/** Losses of the router's log. */
export function logLosses(texts: readonly string[]): Loss[] {
  return texts.map((text) => ({ witness: "router-log", text }));
}
