import { lossesOf, type RunManifest } from "@wa-routing/protocol";

/** What is known to be lost of a run's evidence, a sentence each; none where nothing is. */
export function lostEvidence(manifest: Pick<RunManifest, "losses" | "logGaps">): string[] {
  return lossesOf(manifest).map(({ text }) => `Lost evidence: ${text}.`);
}
