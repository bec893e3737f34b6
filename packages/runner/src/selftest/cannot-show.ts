import type { ReasonCode, SuccessMetricId, Verdict } from "@wa-routing/protocol";
import type { Variant } from "./variant.ts";

/** What a check must say where a healthy router cannot show what it asks: this verdict, for these reasons alone. */
export interface CannotShow {
  readonly verdict: Exclude<Verdict, "pass" | "fail">;
  /** None: nothing was judged. */
  readonly codes: readonly ReasonCode[];
  /** In words. */
  readonly why: string;
}

const noLog = "there is no router log";
const withoutLog: CannotShow = { verdict: "not-measured", codes: [], why: noLog };

/** The checks that a healthy router cannot pass, by the form of its log. All others it must pass, however else it is built. */
export const cannotShow: Readonly<Record<Variant["log"], Readonly<Partial<Record<SuccessMetricId, CannotShow>>>>> = {
  "zap-json": {},
  logfmt: {},
  seed: {},
  none: {
    "functional.no-errors": { verdict: "inconclusive", codes: ["no-router-log"], why: noLog },
    "observability.log-points": withoutLog,
    "observability.scores-match": withoutLog,
    "observability.dispatch-order": withoutLog,
    "observability.registry-accurate": withoutLog,
  },
};
