import { existsSync } from "node:fs";
import { join } from "node:path";
import { verdictCounts } from "@wa-routing/report";
import { kubeconfigOf } from "wa-routing";
import { type ActionEnd, judgedOf, verdictOf } from "../action-end.ts";
import type { OutputName } from "../inputs.ts";

/** Where the result can be read; null: nowhere. */
export interface PublishedUrls {
  readonly commentUrl: string | null;
  readonly artifactUrl: string | null;
}

/** All outputs of the step; what there is no value for is empty. */
export function outputsOf(end: ActionEnd, { commentUrl, artifactUrl }: PublishedUrls): Record<OutputName, string> {
  const { runDir, files, exitCode } = end;
  const verdict = verdictOf(end);
  const counts = verdictCounts(judgedOf(end));
  const count = (of: keyof typeof counts) => (verdict === null ? "" : String(counts[of]));
  const path = (file: string | undefined) => (runDir === null || file === undefined ? "" : join(runDir, file));
  return {
    verdict: verdict ?? "",
    checklist: path(files?.checklist),
    "report-path": path(files?.report),
    "run-dir": runDir ?? "",
    passed: count("pass"),
    failed: count("fail"),
    inconclusive: count("inconclusive"),
    "not-measured": count("not-measured"),
    "exit-code": String(exitCode),
    comparison: end.against?.found === "comparison" ? end.against.comparison.outcome : "",
    kubeconfig: kubeconfigLeft(end) ?? "",
    "comment-url": commentUrl ?? "",
    "artifact-url": artifactUrl ?? "",
  };
}

/** A cluster that has ended has no kubeconfig. */
function kubeconfigLeft({ result }: ActionEnd): string | null {
  if (result.result !== "checklist" || result.manifest.gateway.environment !== "kind") return null;
  const { cluster } = result.manifest.gateway.router;
  if (cluster === undefined) return null;
  const file = kubeconfigOf(cluster);
  return existsSync(file) ? file : null;
}
