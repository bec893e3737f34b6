import { lossesOf, type RunManifest } from "@wa-routing/protocol";

type Ended = Pick<RunManifest, "losses" | "logGaps" | "exitReason" | "exitDetail" | "gateway">;

/** Why a run did not come to its end, and what is known to be lost of its evidence, a sentence each; none where nothing is. */
export function lostEvidence(manifest: Ended): string[] {
  return [...cutShort(manifest), ...lossesOf(manifest).map(({ text }) => `Lost evidence: ${text}.`)];
}

function cutShort({ exitReason, exitDetail, gateway }: Ended): string[] {
  if (exitReason === "completed") return exitDetail == null ? [] : [`A step failed: ${exitDetail.replace(/\.$/, "")}.`];
  const what = gateway.notStarted === true ? "The gateway did not start" : "The run did not come to its end";
  return [`${what}${exitDetail === null ? "" : `: ${exitDetail.replace(/\.$/, "")}`}.`];
}
