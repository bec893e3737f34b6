import type { RunComparison } from "@wa-routing/protocol";
import { renderRunComparisonMarkdown, renderRunComparisonText } from "@wa-routing/report";
import { EXIT_CODES } from "../exit-code.ts";
import { compareRunFolders } from "../run/compare-run-folders.ts";
import type { CompareCommandOptions } from "./compare-options.ts";
import { textOptions } from "./print-checklist.ts";
import { printable, printableJson } from "./printed.ts";

const OUTCOME_CODES: Readonly<Record<RunComparison["outcome"], number>> = {
  regression: EXIT_CODES.fail,
  "cannot-tell": EXIT_CODES.inconclusive,
  changed: EXIT_CODES.pass,
  "not-changed": EXIT_CODES.pass,
};

/** `wa-routing compare` */
export async function compareCommand(run: string, base: string, options: CompareCommandOptions): Promise<void> {
  const comparison = await compareRunFolders(run, base);
  process.stdout.write(printed(comparison, options));
  process.exitCode = OUTCOME_CODES[comparison.outcome];
}

function printed(comparison: RunComparison, { json, quiet, markdown }: CompareCommandOptions): string {
  if (json === true) return printableJson(comparison);
  if (quiet === true) return `${comparison.outcome}\n`;
  if (markdown === true) return printable(renderRunComparisonMarkdown(comparison));
  return printable(renderRunComparisonText(comparison, textOptions()));
}
