import { closeSync, openSync, writeSync } from "node:fs";
import type { MeantLine } from "../packages/analysis/src/log/written-forms.test-data.ts";

const BLOCK_LINES = 20_000;
const REQUEST_LINES = 50;

/** How much a log holds. */
export interface WrittenLog {
  readonly bytes: number;
  readonly lines: number;
  readonly marked: number;
}

/**
 * Writes a log as a saturated router at -v 4 does: one line in ten is marked (`withMarked`; else it is another), most say that the
 * queue is blocked.
 */
export function writeMixedLog(
  path: string,
  lines: number,
  write: (line: MeantLine) => string,
  withMarked = true,
): WrittenLog {
  const descriptor = openSync(path, "w");
  let bytes = 0;
  for (let first = 0; first < lines; first += BLOCK_LINES) {
    const count = Math.min(BLOCK_LINES, lines - first);
    const block = Array.from({ length: count }, (_, index) => write(lineOf(first + index, withMarked)));
    bytes += writeSync(descriptor, `${block.join("\n")}\n`);
  }
  closeSync(descriptor);
  return { bytes, lines, marked: withMarked ? Math.floor(lines / 10) : 0 };
}

function lineOf(index: number, withMarked: boolean): MeantLine {
  const atMs = 1_795_464_000_000 + index / 2;
  const at = `${new Date(atMs).toISOString().slice(0, -1)}${String(index % 1000).padStart(3, "0")}Z`;
  const id = `4f1c2a9e-7b3d-4c55-9a11-${String(Math.floor(index / REQUEST_LINES)).padStart(12, "0")}`;
  const line = (logger: string, message: string, fields: MeantLine["fields"]): MeantLine => ({
    ...{ level: "debug", at, atMs, message },
    fields: { logger, caller: `${logger}/${logger}.go:125`, ...fields },
  });
  switch (index % 10) {
    case 9:
      if (withMarked) return line("flowcontrol", ...markedOf(Math.floor(index / 10), id));
      break;
    case 1:
    case 3:
    case 5: {
      const message = "Policy's chosen item is saturated; enforcing HoL blocking.";
      const flow = { shardID: "shard-0000", flowKey: "default-flow:0", reqID: id, priorityName: "Default" };
      return line("flow-controller", message, flow);
    }
    case 7:
      return line("director", "LLM request assembled", {
        "x-request-id": id,
        objectiveKey: "",
        incomingModelName: "food-review",
        targetModelName: "food-review",
        priority: 0,
      });
  }
  return line("detector", "No pods found with good capacity; system is considered SATURATED.", {});
}

function markedOf(seq: number, id: string): [string, MeantLine["fields"]] {
  const who = { request_id: id, workload_id: `w${seq % 7}` };
  switch (seq % 5) {
    case 0:
      return ["[WA-ROUTING] Workload context extracted", { ...who, criticality: 1 + (seq % 5), seq }];
    case 1:
      return [
        "[WA-ROUTING] Workload active incremented",
        { ...who, active_requests: 3, total_requests: seq, request_rate: 1.25, seq },
      ];
    case 2:
      return [
        "[WA-ROUTING] Priority score computed",
        {
          ...who,
          stage: "enqueue",
          criticality: 3,
          avg_wait_time_sec: 0.51234,
          request_rate: 1.2333,
          normalized_wait: 0.1,
          normalized_crit: 0.5,
          normalized_rate: 0.01,
          final_score: 0.23,
          seq,
        },
      ];
    case 3:
      return ["[WA-ROUTING] Request admitted to flow control", { ...who, queue_size: 4, seq }];
    default:
      return ["[WA-ROUTING] Request dispatched", { ...who, queue_size: 4, dispatch_seq: seq, seq }];
  }
}
