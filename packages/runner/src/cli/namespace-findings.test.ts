import { expect, test } from "vitest";
import { namespaceFindings } from "./namespace-findings.ts";

const part = {
  deployment: "epp",
  selector: "app=epp",
  container: "epp",
  image: "epp:dev",
  replicas: 1,
  cpuRequest: null,
};
const found = {
  pool: "pool",
  router: { ...part, metricsPort: 9090, verbosity: 4, tracing: true, words: [] },
  envoy: { ...part, deployment: "envoy", image: "envoy:dev", port: 8081, logLevel: "warning" },
  modelServers: null,
};

test("what is there, what is not whole, and each check with what stands in its way", () => {
  const findings = namespaceFindings("inf-ext-e2e", {
    context: "kind-wa",
    found,
    recognised: { flavour: "fork", version: "dev", ordering: "workload-aware" },
    problems: [{ what: "pod epp-1 is not ready", remedy: "check the probe" }],
    lacks: [{ what: "-v 4 disturbs", checks: ["functional.wait-boost"], remedy: "set it to 2" }],
  });
  const lines = findings.map(({ what, state, found: text, remedy }) => `${what} | ${state} | ${text} | ${remedy}`);
  expect(lines.slice(0, 6)).toEqual([
    "namespace | ready | inf-ext-e2e, in the context kind-wa | null",
    "InferencePool | ready | pool | null",
    "router | ready | Deployment epp, epp:dev, -v 4, recognised as fork, ordered by workload-aware | null",
    "Envoy | ready | Deployment envoy, envoy:dev, log level warning | null",
    "model servers | missing | not found | null",
    "not whole | broken | pod epp-1 is not ready | check the probe",
  ]);
  expect(lines).toHaveLength(6 + 12);
  expect(lines).toContain("functional.wait-boost | missing | -v 4 disturbs | set it to 2");
  expect(lines).toContain("functional.no-errors | ready | can be decided: No errors or crashes during testing | null");
});

test.each([
  [{ flavour: null, version: null, ordering: null }, /of a kind that is not known: every check is required$/],
  [{ flavour: "reference", version: null, ordering: null }, /recognised as reference$/],
] as const)("a router that is %j", (recognised, says) => {
  const findings = namespaceFindings("x", { context: "kind-wa", found, recognised, problems: [], lacks: [] });
  expect(findings.find(({ what }) => what === "router")?.found).toMatch(says);
});
