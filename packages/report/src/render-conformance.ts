import type { Check, RunReport } from "@wa-routing/protocol";
import { stringify } from "yaml";
import { runSentence } from "./verdict-sentence.ts";

/** Who made the router that was tested, as whoever asks for the report says. */
export interface Implementation {
  readonly organization: string;
  readonly project: string;
  readonly url: string;
  readonly version: string;
}

/** Not the Gateway API's own: nobody is to take this for one of its official reports. */
const API_VERSION = "wa-routing.dev/v1alpha1";
const PROFILE = "EPP";

/**
 * The checklist in the shape of the Gateway API's ConformanceReport, in YAML. What could not be decided counts as skipped, which
 * makes the result partial, never a success; what was not measured is a feature that is not supported.
 *
 * @see conformance/apis/v1 in kubernetes-sigs/gateway-api
 */
export function renderConformance(run: RunReport, implementation: Implementation): string {
  const { manifest, checklist } = run;
  const required = checklist.checks.filter((check) => check.required && check.verdict !== "not-measured");
  const others = checklist.checks.filter((check) => !check.required && check.verdict !== "not-measured");
  const unmeasured = checklist.checks.filter(({ verdict }) => verdict === "not-measured");
  const report = {
    apiVersion: API_VERSION,
    kind: "ConformanceReport",
    implementation,
    date: manifest.endedAt ?? manifest.startedAt,
    mode: manifest.gateway.environment,
    suite: { name: "wa-routing", version: manifest.toolVersion, scenarios: manifest.scenarios, seed: manifest.seed },
    profiles: [
      {
        name: PROFILE,
        summary: runSentence(checklist),
        core: statusOf(required),
        extended: {
          ...statusOf(others),
          supportedFeatures: idsOf(others.filter(({ verdict }) => verdict === "pass")),
          unsupportedFeatures: idsOf(unmeasured),
        },
      },
    ],
  };
  return stringify(report, { lineWidth: 0 });
}

function statusOf(checks: readonly Check[]) {
  const of = (verdict: Check["verdict"]) => checks.filter((check) => check.verdict === verdict);
  const [passed, failed, skipped] = [of("pass"), of("fail"), of("inconclusive")];
  // Of nothing there is no success to report.
  const isPartial = skipped.length > 0 || checks.length === 0;
  return {
    result: failed.length > 0 ? "failure" : isPartial ? "partial" : "success",
    statistics: { Passed: passed.length, Failed: failed.length, Skipped: skipped.length },
    skippedTests: idsOf(skipped),
    failedTests: idsOf(failed),
  };
}

function idsOf(checks: readonly Check[]): string[] {
  return checks.map(({ id }) => id);
}
