import type { ScenarioWaits, WorkloadWaits } from "@wa-routing/protocol";
import { percent } from "./percent.ts";
import { shortened } from "./terminal-text.ts";

const MEASURES = {
  wait: "Counted from when the held queue began to move (where nothing held it: from sending) to arrival at a model server.",
  response:
    "Nobody watched the model servers: counted from when the first request of the held queue was answered (where nothing held it: from sending) to the end of the response.",
} as const;
const TYPICAL = "Typical: half of the requests took no longer.";
const CONTROL = "Control: the same requests, sent without what the scenario claims.";
const STARVED = "Starved: waited longer than everybody else in most of its requests.";

const LONGEST_NAME = 20;
// Of a workload's requests: who waits longest in more than these has been left behind.
const STARVED_SHARE = 0.5;

/** What the columns mean. */
export function waitsIntroduction(waits: readonly ScenarioWaits[]): string {
  const measures = new Set(waits.map(({ measure }) => MEASURES[measure]));
  const isStarvationNamed = waits.some(({ workloads }) => /^(unknown|nobody)$/.test(leftBehind(workloads).leftBehind));
  return [
    ...measures,
    TYPICAL,
    ...(waits.some(hasControl) ? [CONTROL] : []),
    ...(isStarvationNamed ? [STARVED] : []),
  ].join(" ");
}

/** Whether anything stands beside the treatment. */
export function hasControl({ workloads }: ScenarioWaits): boolean {
  return workloads.some(({ control }) => control !== null);
}

/** `high waited least; low waited longer than everybody else in all of its 24 requests.` */
export function waitsSentence({ workloads, measure }: ScenarioWaits): string {
  const [least] = workloads;
  if (least === undefined || least.treatment.timed === 0) return "No request was timed, so nobody can say who waited.";
  if (workloads.length === 1) return "There was nobody else to wait for.";
  const waited = measure === "wait" ? "waited" : "took";
  const behind = leftBehind(workloads);
  const rest = behind.leftBehind === "not-compared" ? "" : `; ${leftBehindText(behind, waited)}`;
  return `${shortName(least.treatment.workload)} ${waited} least${leastOfControl(workloads)}${rest}.`;
}

/** Who waited least where the claim made no difference: the treatment's own is only worth something against that. */
function leastOfControl(workloads: readonly WorkloadWaits[]): string {
  const controls = workloads.flatMap(({ control }, rank) =>
    control === null || control.medianMs === null ? [] : [{ rank, ...control, medianMs: control.medianMs }],
  );
  const [least] = controls.toSorted((a, b) => a.medianMs - b.medianMs);
  if (least === undefined || controls.length < 2) return "";
  return least.rank === 0 ? ", as in the control" : ` (in the control: ${shortName(least.workload)})`;
}

type LeftBehind =
  /** No request of these was timed. */
  | { readonly leftBehind: "not-served"; readonly workloads: readonly string[] }
  /** Waited longer than everybody else in most of its requests. */
  | { readonly leftBehind: "starved"; readonly workload: string; readonly share: number; readonly requests: number }
  /** Some requests have no time. */
  | { readonly leftBehind: "unknown" }
  | { readonly leftBehind: "nobody" }
  | { readonly leftBehind: "not-compared" };

function leftBehind(workloads: readonly WorkloadWaits[]): LeftBehind {
  const notServed = workloads.filter(({ treatment }) => treatment.timed === 0);
  if (notServed.length > 0) {
    return { leftBehind: "not-served", workloads: notServed.map(({ treatment }) => treatment.workload) };
  }
  const compared = workloads.flatMap(({ treatment: { workload }, longest }) =>
    longest === null ? [] : [{ workload, share: longest.share, requests: longest.requests }],
  );
  const [last] = compared.toSorted((a, b) => b.share - a.share);
  if (last === undefined) return { leftBehind: "not-compared" };
  if (last.share > STARVED_SHARE) return { leftBehind: "starved", ...last };
  const isWhole = workloads.every(({ treatment: { timed, requests } }) => timed === requests);
  return { leftBehind: isWhole ? "nobody" : "unknown" };
}

function leftBehindText(behind: Exclude<LeftBehind, { leftBehind: "not-compared" }>, waited: string): string {
  switch (behind.leftBehind) {
    case "not-served": {
      const [workload = "", ...others] = behind.workloads;
      return `no request of ${others.length === 0 ? shortName(workload) : `${others.length + 1} others`} was timed`;
    }
    case "starved": {
      const part = behind.share === 1 ? "all" : percent(behind.share);
      return `${shortName(behind.workload)} ${waited} longer than everybody else in ${part} of its ${behind.requests} requests`;
    }
    case "unknown":
      return "some requests have no time, so nobody can say who starved";
    case "nobody":
      return "nobody starved";
  }
}

/** What must be known of the figures: each once, with the scenarios that it is about unless it is about all. */
export function waitsNotes(waits: readonly ScenarioWaits[]): string[] {
  const scenarios = new Map<string, string[]>();
  for (const each of waits) {
    for (const note of notesOf(each)) scenarios.set(note, [...(scenarios.get(note) ?? []), each.scenario]);
  }
  return [...scenarios].map(([note, of]) => (of.length === waits.length ? note : `${of.join(", ")}: ${note}`));
}

function notesOf(waits: ScenarioWaits): string[] {
  const { workloads, leastTrials, queues, unprovenQueues } = waits;
  const arms = workloads.flatMap(({ treatment, control }) => (control === null ? [treatment] : [treatment, control]));
  const substitutes = workloads.flatMap(({ treatment, control }) =>
    control === null || control.workload === treatment.workload
      ? []
      : [`In the control, ${shortName(control.workload)} takes the place of ${shortName(treatment.workload)}.`],
  );
  const isTooFew = workloads.some(({ againstControl }) => againstControl?.found === "too-few-trials");
  return [
    ...(hasControl(waits)
      ? []
      : ["There was no control to compare with: the order of sending alone may be why some waited longer."]),
    ...substitutes,
    ...(isTooFew && leastTrials !== null
      ? [
          `With so few trials, a difference with “?” may be chance; ${leastTrials} of each arm can tell (--trials ${leastTrials}).`,
        ]
      : []),
    ...(arms.some(({ timed, requests }) => timed < requests)
      ? ["Requests that did not complete, or that no model server was seen to get, have no time."]
      : []),
    ...(unprovenQueues === 0
      ? []
      : [
          `Queues that are proven: ${queues - unprovenQueues} of ${queues}; in the others nobody may have waited for anybody.`,
        ]),
  ];
}

/** A workload's name, cut where it would fill a line. */
export function shortName(name: string): string {
  return shortened(name, LONGEST_NAME);
}
