import { orderClaimCheck } from "./order-claim-check.ts";
import { againstFcfs, againstRuleWithout, howOften } from "./order-rules.ts";

export const criticalityOrder = orderClaimCheck({
  id: "functional.criticality-order",
  claim: "Of requests that wait together, those of higher criticality are dispatched first.",
  advice: "Run basic-priority and mixed-stress with a gate and arrivals.",
  passed: (totals) => ({
    summary: `High criticality went first ${howOften(totals)}.`,
    because: againstFcfs(totals),
  }),
});

export const waitBoost = orderClaimCheck({
  id: "functional.wait-boost",
  claim: "A workload that has waited long on average is dispatched before one of the next higher criticality.",
  advice: "Run wait-time-boost.",
  passed: (totals) => ({
    summary: `The workload that had waited long went before a more critical one ${howOften(totals)}.`,
    because: againstRuleWithout("wait", totals),
  }),
});

export const ratePenalty = orderClaimCheck({
  id: "functional.rate-penalty",
  claim: "Of two workloads of equal criticality, the one with the higher request rate is dispatched later.",
  advice: "Run request-rate-fairness.",
  passed: (totals) => ({
    summary: `The workload with few requests went before the busy one ${howOften(totals)}.`,
    because: againstRuleWithout("rate", totals),
  }),
});
