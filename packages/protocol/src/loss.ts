import { z } from "zod";

/** A part of the evidence that is known to be lost. */
export const lossSchema = z.strictObject({
  witness: z
    .enum(["router-log", "arrivals", "requests"])
    .describe("Whose word is not whole: the router's log, the model servers' arrivals, what the client recorded."),
  text: z.string().describe("What was lost, and how it is known."),
  replaced: z
    .literal(true)
    .optional()
    .describe(
      "Somebody put another pod in the place of one that was tested: what it wrote when it was ended is no fault of its own.",
    ),
});

export type Loss = z.output<typeof lossSchema>;

/** Losses of the router's log. */
export function logLosses(texts: readonly string[]): Loss[] {
  return texts.map((text) => ({ witness: "router-log", text }));
}
