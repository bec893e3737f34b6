/** Evidence of somebody else that is not taken, with the reason in one sentence. */
export class RefusedEvidence extends Error {
  override readonly name = "RefusedEvidence";
}
