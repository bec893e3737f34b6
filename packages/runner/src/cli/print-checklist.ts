import type { Checklist, GatewayLack, RunManifest } from "@wa-routing/protocol";
import { plainText, renderText, type TextOptions } from "@wa-routing/report";
import type { OutputOptions, VerboseOption } from "./output-options.ts";
import { printable, printableJson } from "./printed.ts";

/** Prints a checklist as the options ask: the text, JSON, or the verdict alone. */
export function printChecklist(
  checklist: Checklist,
  manifest: RunManifest,
  { json, quiet, verbose = false }: OutputOptions & VerboseOption,
): void {
  const { stdout } = process;
  if (json === true) stdout.write(printableJson(checklist));
  else if (quiet === true) stdout.write(`${checklist.verdict}\n`);
  else {
    stdout.write(printable(renderText(checklist, manifest, { ...textOptions(), verbose })));
    stdout.write(printable(lacksText(manifest.gateway.lacks ?? [])));
  }
}

/** How a text is printed on this terminal. */
export function textOptions(): Pick<Required<TextOptions>, "width" | "colour"> {
  const { stdout } = process;
  const colour = stdout.isTTY && process.env.NO_COLOR === undefined && process.env.TERM !== "dumb";
  return { width: Math.min(stdout.columns || 80, 100), colour };
}

/** What the deployment lacked, and what that left undecided. */
export function lacksText(lacks: readonly GatewayLack[]): string {
  if (lacks.length === 0) return "";
  const lines = lacks.map(
    ({ what, checks, remedy }) =>
      `  ${plainText(what)}\n    undecided: ${checks.join(", ")}\n    → ${plainText(remedy)}\n`,
  );
  return `What this deployment lacks:\n${lines.join("")}`;
}
