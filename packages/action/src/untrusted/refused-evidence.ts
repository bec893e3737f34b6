import { wrongText } from "wa-routing/options";

/** Evidence of somebody else that is not taken, with the reason in one sentence. */
export class RefusedEvidence extends Error {
  override readonly name = "RefusedEvidence";
}

/** What is refused, and what GitHub did not do, has its reason as a sentence; anything else is a defect. */
export function reasonOf(error: unknown): string {
  const isTold = error instanceof Error && (error.name === "RefusedEvidence" || error.name === "GitHubFailure");
  return isTold ? error.message : wrongText(error);
}
