import type { LogFindings } from "@wa-routing/protocol";
import { renderLogFindings } from "@wa-routing/report";
import type { OutputOptions, VerboseOption } from "./output-options.ts";
import { textOptions } from "./print-checklist.ts";

/** Prints what a log shows as the options ask: the text, JSON, or the verdict alone. */
export function printLogFindings(
  findings: LogFindings,
  name: string,
  { json, quiet, verbose = false }: OutputOptions & VerboseOption,
): void {
  const { stdout } = process;
  if (json === true) stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
  else if (quiet === true) stdout.write(`${findings.verdict}\n`);
  else stdout.write(renderLogFindings(findings, name, { ...textOptions(), verbose }));
}
