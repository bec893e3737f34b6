import { z } from "zod";

/** A part of the evidence that is known to be lost. */
export const lossSchema = z.strictObject({
  witness: z
    .enum(["router-log", "arrivals", "requests"])
    .describe("Whose word is not whole: the router's log, the model servers' arrivals, what the client recorded."),
  text: z.string().describe("What was lost, and how it is known."),
});

export type Loss = z.output<typeof lossSchema>;

/** Losses of the router's log. */
export function logLosses(texts: readonly string[]): Loss[] {
  return texts.map((text) => ({ witness: "router-log", text }));
}
