import { WaRoutingError } from "@wa-routing/protocol";
import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";

/** One request of an imported table. Times are ms on one clock. */
export interface ImportedCompletion {
  readonly id: string;
  /** Null: the request carried no context. */
  readonly workloadId: string | null;
  readonly criticality: number;
  readonly sentMs: number;
  readonly completedMs: number;
  /** Null: the request got no answer; vegeta and others write 0, curl 000, others nothing. */
  readonly status: number | null;
}

const COLUMNS = ["id", "workload_id", "criticality", "sent_ms", "completed_ms", "status"] as const;

const number = z
  .string()
  .regex(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i, "a number")
  .transform(Number);

const rowSchema = z.object({
  id: z.string().min(1, "a text that is not empty"),
  workload_id: z.string(),
  criticality: z
    .string()
    .regex(/^[1-5]$/, "a whole number from 1 to 5")
    .transform(Number),
  sent_ms: number,
  completed_ms: number,
  status: z
    .string()
    .regex(/^([1-5]\d\d|0|000|)$/, "an HTTP status, or 0 for a request without an answer")
    .transform((text) => Number(text) || null),
});

/** One without an answer may say nothing of when it was completed: it never was. */
function withoutAnswer(record: CsvRecord["record"]): CsvRecord["record"] {
  const { status = "", sent_ms = "", completed_ms } = record;
  return completed_ms === "" && /^0*$/.test(status) ? { ...record, completed_ms: sent_ms } : record;
}

const MAX_PROBLEMS = 20;

/**
 * Reads a table of completions: columns `id,workload_id,criticality,sent_ms,completed_ms,status` in any order, others are left out.
 *
 * @throws WaRoutingError `IMPORT_INVALID`, with all problems at once, each with its line.
 */
export function parseCompletionsCsv(text: string, fileName: string): ImportedCompletion[] {
  const problems: string[] = [];
  const seen = new Map<string, number>();
  const completions = records(text, fileName).flatMap(({ record, line }): ImportedCompletion[] => {
    const parsed = rowSchema.safeParse(withoutAnswer(record));
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) {
        const column = String(path[0]);
        problems.push(`${fileName}:${line} ${column} is ${JSON.stringify(record[column])}, expected ${message}`);
      }
      return [];
    }
    const { id, workload_id, criticality, sent_ms: sentMs, completed_ms: completedMs, status } = parsed.data;
    const earlier = seen.get(id);
    if (earlier !== undefined) problems.push(`${fileName}:${line} id ${JSON.stringify(id)} is also on line ${earlier}`);
    seen.set(id, line);
    if (completedMs < sentMs) {
      problems.push(`${fileName}:${line} completed_ms is ${completedMs}, expected ${sentMs} (sent_ms) or more`);
    }
    const workloadId = workload_id === "" ? null : workload_id;
    return [{ id, workloadId, criticality, sentMs, completedMs, status }];
  });
  if (problems.length > 0) throw invalid(problems);
  if (completions.length === 0) throw invalid([`${fileName} has no rows, expected one for each request`]);
  return completions;
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  readonly line: number;
}

function records(text: string, fileName: string): CsvRecord[] {
  let missing: string[] = [];
  try {
    const parsed = parse(text, {
      bom: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
      columns(header: string[]) {
        missing = COLUMNS.filter((column) => !header.includes(column));
        return header;
      },
    }) as unknown as { record: Record<string, string>; info: { lines: number } }[];
    if (text.trim() !== "" && missing.length === 0) {
      return parsed.map(({ record, info }) => ({ record, line: info.lines }));
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw invalid([`${fileName} is no CSV: ${error.message}`], error);
  }
  const found = text.trim() === "" ? "an empty file" : `no column ${missing.join(", ")}`;
  throw invalid([`${fileName} has ${found}, expected the columns ${COLUMNS.join(",")} in its first line`]);
}

function invalid(problems: readonly string[], cause?: unknown): WaRoutingError {
  const more = problems.length > MAX_PROBLEMS ? [`and ${problems.length - MAX_PROBLEMS} more`] : [];
  return new WaRoutingError([...problems.slice(0, MAX_PROBLEMS), ...more].join("\n"), {
    code: "IMPORT_INVALID",
    field: "FILE",
    expected: `a CSV file with the columns ${COLUMNS.join(",")}`,
    cause,
  });
}
