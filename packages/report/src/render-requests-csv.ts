import type { RequestRecord } from "@wa-routing/protocol";

const COLUMNS = [
  "sequence",
  "id",
  "trial",
  "arm",
  "workload",
  "workloadId",
  "criticality",
  "arrivalMs",
  "sendMs",
  "latenessMs",
  "headersMs",
  "firstTokenMs",
  "endMs",
  "outcome",
  "status",
  "errorCode",
  "errorText",
  "completionTokens",
  "route",
] as const satisfies readonly (keyof RequestRecord)[];

/** The requests as CSV (RFC 4180). Texts that a spreadsheet would take for a formula get an apostrophe in front. */
export function renderRequestsCsv(records: readonly RequestRecord[]): string {
  const rows = records.map((record) => COLUMNS.map((column) => cell(record[column])).join(","));
  return [COLUMNS.join(","), ...rows, ""].join("\r\n");
}

function cell(value: string | number | boolean | null | undefined): string {
  if (value == null) return "";
  if (typeof value === "number") return String(Number(value.toFixed(6)));
  const text = String(value);
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
