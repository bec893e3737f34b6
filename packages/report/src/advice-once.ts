import type { Check } from "@wa-routing/protocol";

/**
 * What is to be done about several checks is said once, with the first of them, and for how many it is.
 *
 * @param isTold Whether a check's advice is shown at all; default: all are.
 */
export function adviceOnce(checks: readonly Check[], isTold: (check: Check) => boolean = () => true): Check[] {
  return checks.map((check) => {
    const alike = checks.filter((other) => isTold(other) && other.advice === check.advice);
    if (check.advice === null || !alike.includes(check) || alike.length === 1) return check;
    return { ...check, advice: alike[0] === check ? `${check.advice} (For ${alike.length} checks.)` : null };
  });
}
