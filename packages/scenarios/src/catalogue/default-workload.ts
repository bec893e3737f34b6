// Claimed: a request whose header is missing, malformed or out of range is served, and counts as the router's rules say.
// Seen because: each is queued together with plain requests of criticality 1 to 5, which it must lie between.
// Refuted by: an error for such a request, or one that lies on the wrong side of a reference two levels away.
import type { WrittenScenario } from "@wa-routing/protocol";
import { defineScenario } from "../define-scenario.ts";

type Workloads = WrittenScenario["workloads"];
type WrittenSteps = WrittenScenario["steps"];

// Headers that the router drops: it makes up an id, which is fresh when it is queued.
const dropped: Workloads = {
  missing: { header: "none" },
  empty: { header: "raw", values: [""] },
  notJson: { header: "raw", values: ["checkout;5"] },
  array: { header: "raw", values: ['[{"workload_id":"{id}","criticality":5}]'] },
  trailingText: { header: "raw", values: ['{"workload_id":"{id}","criticality":5} x'] },
  criticalityFloat: { header: "raw", values: ['{"workload_id":"{id}","criticality":4.5}'] },
  criticalityWholeFloat: { header: "raw", values: ['{"workload_id":"{id}","criticality":5.0}'] },
  criticalityExponent: { header: "raw", values: ['{"workload_id":"{id}","criticality":5e0}'] },
  criticalityText: { header: "raw", values: ['{"workload_id":"{id}","criticality":"5"}'] },
  criticalityTrue: { header: "raw", values: ['{"workload_id":"{id}","criticality":true}'] },
  criticalityHuge: { header: "raw", values: ['{"workload_id":"{id}","criticality":99999999999999999999}'] },
  idNumber: { header: "raw", values: ['{"workload_id":7,"criticality":5}'] },
  joinedLines: {
    header: "raw",
    values: ['{"workload_id":"{id}","criticality":5}, {"workload_id":"{id}","criticality":5}'],
  },
  otherIdKey: { header: "raw", values: ['{"workloadId":"{id}","criticality":3}'] },
  jsonNull: { header: "raw", values: ["null"] },
  emptyObject: { header: "raw", values: ["{}"] },
  idMissing: { header: "raw", values: ['{"criticality":4}'] },
  idEmpty: { header: "raw", values: ['{"workload_id":"","criticality":4}'] },
};

// Headers that the router reads, though not all as their author may have meant them.
const read: Workloads = {
  criticalityMissing: { header: "raw", values: ['{"workload_id":"{id}"}'] },
  criticalityNull: { header: "raw", values: ['{"workload_id":"{id}","criticality":null}'] },
  criticalityZero: { header: "raw", values: ['{"workload_id":"{id}","criticality":0}'] },
  criticalityNegative: { header: "raw", values: ['{"workload_id":"{id}","criticality":-5}'] },
  criticalitySix: { header: "raw", values: ['{"workload_id":"{id}","criticality":6}'] },
  criticalityTen: { header: "raw", values: ['{"workload_id":"{id}","criticality":10}'] },
  idSpace: { header: "raw", values: ['{"workload_id":" {id}","criticality":5}'] },
  extraFields: { header: "raw", values: ['{"workload_id":"{id}","criticality":5,"hints":{"criticality":1}}'] },
  upperCaseKeys: { header: "raw", values: ['{"WORKLOAD_ID":"{id}","Criticality":5}'] },
  duplicateKeys: {
    header: "raw",
    values: ['{"workload_id":"x","criticality":1,"workload_id":"{id}","criticality":5}'],
  },
  twoLines: {
    header: "raw",
    values: ['{"workload_id":"{id}","criticality":1}', '{"workload_id":"{id}","criticality":5}'],
  },
  escapes: { header: "raw", values: ['{"workload_id":"\\u00e9-{id}","criticality":5}'] },
};

const references: Workloads = {
  reference1: { header: "context", criticality: 1 },
  reference2: { header: "context", criticality: 2 },
  reference3: { header: "context", criticality: 3 },
  reference4: { header: "context", criticality: 4 },
  reference5: { header: "context", criticality: 5 },
};

const burst = (names: readonly string[]): WrittenSteps[number] => ({
  step: "send",
  streams: names.map((workload) => ({ workload, arrivals: { process: "burst", count: 1 } })),
});

export const defaultWorkload = defineScenario({
  name: "default-workload",
  title: "Headers that are missing, malformed or out of range",
  claim:
    "Requests with a missing, malformed or out-of-range header are served, and ordered as the router's rules read them.",
  visibleBecause:
    "Each row is queued together with plain requests of criticality 1 to 5. Rows whose id the router makes up are fresh, so they are sent first and 250 ms pass before the others; a row is compared only with references two or more levels away.",
  refutedBy: "An error for such a request, or a row that leaves on the wrong side of a reference.",
  workloads: { ...dropped, ...read, ...references },
  sampling: { sampling: "fixed", trialsPerArm: 2 },
  prepare: [
    { step: "prime", workloads: [...Object.keys(read), ...Object.keys(references)] },
    { step: "pause", ms: 1600 },
  ],
  steps: [
    { step: "hold" },
    burst(Object.keys(dropped)),
    { step: "pause", ms: 250 },
    burst(Object.keys(read)),
    burst(Object.keys(references)),
    { step: "barrier" },
    { step: "release" },
    { step: "drain" },
  ],
  expectations: [{ check: "functional.default-workload", references: Object.keys(references) }],
});
