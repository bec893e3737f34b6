import type { ClaimCounts } from "./order-claim.ts";
import { RIGHT_SHARE } from "./thresholds.ts";

type Shares = Pick<ClaimCounts, "interval" | "plainShare" | "plainInterval">;

/**
 * Whether the treatment's effect stands clear of the control's: what both arms show is not the policy's doing. A treatment that
 * goes clearly against the claim stands by itself, so that a wrong order is a finding too.
 */
export function standsApart(treatment: Shares, control: Shares): boolean {
  if (control.plainShare === null || treatment.interval.high < RIGHT_SHARE) return true;
  return treatment.plainInterval.low > control.plainInterval.high;
}
