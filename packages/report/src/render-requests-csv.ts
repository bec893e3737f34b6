import type { RequestRecord } from "@wa-routing/protocol";
import { stringify } from "csv-stringify/sync";

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

// What a spreadsheet takes for a formula: it passes over blanks in front, and knows the full-width signs of Asian keyboards.
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/** The requests as CSV (RFC 4180). Texts that a spreadsheet would take for a formula get an apostrophe in front. */
export function renderRequestsCsv(records: readonly RequestRecord[]): string {
  const rows = records.map((record) => COLUMNS.map((column) => cell(record[column])));
  // Quoted for semicolons and tabs too: some spreadsheets cut at them.
  return stringify([[...COLUMNS], ...rows], { record_delimiter: "\r\n", quoted_match: /[;\t\r\n]/ });
}

function cell(value: string | number | boolean | null | undefined): string {
  if (value == null) return "";
  if (typeof value === "number") return String(Number(value.toFixed(6)));
  const text = String(value);
  return FORMULA.test(text) ? `'${text}` : text;
}
