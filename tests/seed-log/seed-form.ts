import { LOG_POINT_MARKER, LOG_POINTS } from "@wa-routing/protocol";

const REGISTRY = ["workload_id", "active_requests", "total_requests", "request_rate"];
const INPUTS = ["workload_id", "criticality", "avg_wait_time_sec", "request_rate"];

/** The fields of each log point in the seed document's examples: no number of the line, and no request where it speaks of a workload. */
const SEED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  [LOG_POINTS["context-extracted"]]: ["request_id", "workload_id", "criticality"],
  [LOG_POINTS["active-incremented"]]: REGISTRY,
  [LOG_POINTS.admitted]: ["request_id", "workload_id", "queue_size"],
  [LOG_POINTS["score-computed"]]: [...INPUTS, "normalized_wait", "normalized_crit", "normalized_rate", "final_score"],
  [LOG_POINTS.dispatched]: ["request_id", "workload_id", "queue_size"],
  [LOG_POINTS["active-decremented"]]: REGISTRY,
};

/**
 * A router log of ours as the seed document writes it: `TIME [WA-ROUTING] Message key=value …`, the six points alone.
 *
 * @param dropped Fields to leave out as well.
 */
export function seedForm(log: string, dropped: readonly string[] = []): string {
  return log
    .split("\n")
    .flatMap((line) => {
      if (!line.includes(LOG_POINT_MARKER)) return [line];
      const { ts, msg, ...values } = JSON.parse(line) as Record<string, unknown> & { ts: string; msg: string };
      const fields = SEED_FIELDS[msg.slice(LOG_POINT_MARKER.length + 1)]?.filter((name) => !dropped.includes(name));
      if (fields === undefined) return [];
      const time = dropped.includes("ts") ? "" : `${ts} `;
      return [`${time}${msg} ${fields.map((name) => `${name}=${written(values[name])}`).join(" ")}`];
    })
    .join("\n");
}

/** As loggers of such pairs write it: quoted where a space or a quote would end it. */
function written(value: unknown): string {
  const text = String(value);
  return /[\s"=]/.test(text) ? JSON.stringify(text) : text;
}
