import { closeSync, openSync, writeSync } from "node:fs";

const BLOCK_LINES = 20_000;
const REQUEST_LINES = 50;

/** Writes a log as a saturated router at -v 4 does: one line in ten is marked, most say that the queue is blocked. */
export function writeMixedLog(
  path: string,
  { bytes = Number.POSITIVE_INFINITY, lines = Number.POSITIVE_INFINITY }: { bytes?: number; lines?: number },
): { bytes: number; lines: number; marked: number } {
  const descriptor = openSync(path, "w");
  const written = { bytes: 0, lines: 0, marked: 0 };
  while (written.bytes < bytes && written.lines < lines) {
    const first = written.lines;
    const count = Math.min(BLOCK_LINES, lines - first);
    const block = Array.from({ length: count }, (_, index) => lineOf(first + index));
    written.bytes += writeSync(descriptor, `${block.join("\n")}\n`);
    written.lines += count;
    written.marked = Math.floor(written.lines / 10);
  }
  closeSync(descriptor);
  return written;
}

function lineOf(index: number): string {
  const ts = `${new Date(1_795_464_000_000 + index / 2).toISOString().slice(0, -1)}${String(index % 1000).padStart(3, "0")}Z`;
  const id = `4f1c2a9e-7b3d-4c55-9a11-${String(Math.floor(index / REQUEST_LINES)).padStart(12, "0")}`;
  const line = (verbosity: number, logger: string, msg: string, fields: object) =>
    JSON.stringify({ level: `Level(-${verbosity})`, ts, logger, caller: `${logger}/${logger}.go:125`, msg, ...fields });
  switch (index % 10) {
    case 9:
      return line(2, "flowcontrol", ...markedOf(Math.floor(index / 10), id));
    case 1:
    case 3:
    case 5: {
      const msg = "Policy's chosen item is saturated; enforcing HoL blocking.";
      const flow = { shardID: "shard-0000", flowKey: "default-flow:0", reqID: id, priorityName: "Default" };
      return line(4, "flow-controller", msg, flow);
    }
    case 7:
      return line(4, "director", "LLM request assembled", {
        "x-request-id": id,
        objectiveKey: "",
        incomingModelName: "food-review",
        targetModelName: "food-review",
        priority: 0,
      });
    default:
      return line(3, "detector", "No pods found with good capacity; system is considered SATURATED.", {});
  }
}

function markedOf(seq: number, id: string): [string, object] {
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
