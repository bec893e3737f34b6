// A scenario in TypeScript, run from a program: npx tsx examples/scenarios/run-own-scenario.ts
import { defineScenario, runScenarios, startEmbedded } from "wa-routing";

const scenario = defineScenario({
  name: "three-teams",
  title: "Search before mail before reports",
  claim: "Of requests that wait together, search goes before mail, and mail before reports.",
  visibleBecause: "All are held in the queue, and were sent in the opposite order.",
  refutedBy: "One that is dispatched before another that should have gone first.",
  workloads: {
    search: { header: "context", criticality: 5 },
    mail: { header: "context", criticality: 3 },
    reports: { header: "context", criticality: 1 },
  },
  control: { control: "without-header" },
  sampling: { sampling: "fixed", trialsPerArm: 2 },
  prepare: [
    // The higher the criticality, the higher the rate: without the criticality the order would be the opposite.
    { step: "prime", workloads: ["search"], requestsEach: 20 },
    { step: "prime", workloads: ["mail"], requestsEach: 10 },
    { step: "prime", workloads: ["reports"] },
    { step: "pause", ms: 1600 },
  ],
  steps: [
    { step: "hold" },
    ...(["reports", "mail", "search"] as const).map((workload) => ({
      step: "send" as const,
      streams: [{ workload, arrivals: { process: "constant" as const, count: 6, ratePerSecond: 250 } }],
    })),
    { step: "barrier" },
    { step: "release" },
    { step: "drain" },
  ],
  expectations: [
    {
      check: "functional.criticality-order",
      precedences: [
        { first: "search", second: "mail" },
        { first: "mail", second: "reports" },
      ],
    },
  ],
});

const { checklist, runDir } = await runScenarios({ scenarios: [scenario], startGateway: () => startEmbedded() });
console.log(`${checklist.verdict}, evidence in ${runDir}`);
process.exitCode = checklist.verdict === "pass" ? 0 : 1;
