/** Names of the files of a run folder. */
export const RUN_FILES = {
  manifest: "run.json",
  checklist: "checklist.json",
  markdown: "report.md",
  html: "report.html",
  junit: "junit.xml",
  ctrf: "ctrf.json",
  trace: "trace.json",
  routerLog: "router.log",
  metrics: "metrics.ndjson",
} as const;

/** Names of the files beside the folders of several orderings. */
export const ORDERING_FILES = {
  comparison: "orderings.json",
  markdown: "orderings.md",
  html: "report.html",
} as const;

/** Names of the files of one scenario's folder in it. */
export const SCENARIO_FILES = {
  plan: "plan.json",
  requests: "requests.ndjson",
  arrivals: "arrivals.ndjson",
  steps: "steps.ndjson",
  events: "router-events.ndjson",
  analysis: "analysis.json",
  checklist: "checklist.json",
  report: "report.json",
  csv: "requests.csv",
} as const;
