import { renderJUnit, renderMarkdown } from "@wa-routing/report";
import { analyzeRunFolder, writeReports } from "../analyze-run-folder.ts";
import { exitCodeOf } from "../exit-code.ts";
import type { OutputOptions } from "./output-options.ts";
import { printChecklist } from "./run-command.ts";

/** `wa-routing analyze` */
export async function analyzeCommand(dir: string, options: OutputOptions): Promise<void> {
  const { checklist, manifest } = await analyzeRunFolder(dir);
  printChecklist(checklist, manifest, options);
  process.exitCode = exitCodeOf(checklist.verdict);
}

/** `wa-routing report` */
export function reportCommand(dir: string, { format }: { readonly format: string }): void {
  const { checklist, manifest } = writeReports(dir);
  if (format === "markdown") process.stdout.write(renderMarkdown(checklist, manifest));
  else if (format === "junit") process.stdout.write(renderJUnit(checklist, manifest));
  else printChecklist(checklist, manifest, { json: format === "json" });
}
