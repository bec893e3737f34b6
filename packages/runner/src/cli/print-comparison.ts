import type { OrderingComparison } from "@wa-routing/protocol";
import { renderOrderingsText } from "@wa-routing/report";
import type { OutputOptions } from "./output-options.ts";
import { printable, printableJson } from "./printed.ts";

/** Prints a comparison of orderings as the options ask: the table, JSON, or the verdict alone. */
export function printComparison(comparison: OrderingComparison, { json, quiet }: OutputOptions): void {
  const { stdout } = process;
  if (json === true) stdout.write(printableJson(comparison));
  else if (quiet === true) stdout.write(`${comparison.verdict}\n`);
  else stdout.write(printable(renderOrderingsText(comparison, { width: Math.min(stdout.columns || 80, 100) })));
}
