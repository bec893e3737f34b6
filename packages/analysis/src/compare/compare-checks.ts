import type { Change, Check, Checklist, ComparedCheck, Verdict } from "@wa-routing/protocol";

/** The verdicts of two runs beside each other, check by check. */
export function compareChecks(run: Checklist, base: Checklist): ComparedCheck[] {
  return run.checks.flatMap((check) => {
    const known = base.checks.find(({ id }) => id === check.id);
    return known === undefined ? [] : [comparedCheck(check, known)];
  });
}

function comparedCheck({ id, title, required, verdict }: Check, base: Check): ComparedCheck {
  return {
    ...{ id, title },
    required: required || base.required,
    base: base.verdict,
    run: verdict,
    change: changeOfVerdict(verdict, base.verdict),
  };
}

/** Only what passed or failed in both runs can be told apart. */
function changeOfVerdict(run: Verdict, base: Verdict): Change {
  if (run === "not-measured" && base === "not-measured") return { finding: "not-measured" };
  for (const because of ["not-measured", "inconclusive"] as const) {
    if (run !== because && base !== because) continue;
    return { finding: "cannot-tell", because, in: run === base ? "both" : run === because ? "run" : "base" };
  }
  if (run === base) return { finding: "not-changed" };
  return { finding: "changed", direction: run === "pass" ? "better" : "worse" };
}
