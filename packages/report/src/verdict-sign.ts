import type { Verdict } from "@wa-routing/protocol";

/** The sign of each verdict. */
export const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  pass: "☑",
  fail: "☒",
  inconclusive: "◐",
  "not-measured": "▢",
};

/** Which checks of a list came to which verdict. */
export function verdictCounts(checks: readonly { readonly verdict: Verdict }[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { pass: 0, fail: 0, inconclusive: 0, "not-measured": 0 };
  for (const { verdict } of checks) counts[verdict] += 1;
  return counts;
}

/** `10 pass, 1 fail, 1 not measured` */
export function countsText(checks: readonly { readonly verdict: Verdict }[]): string {
  return Object.entries(verdictCounts(checks))
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict.replace("-", " ")}`)
    .join(", ");
}
