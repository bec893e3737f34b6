import { successChecks } from "@wa-routing/analysis";
import { SUCCESS_METRICS } from "@wa-routing/protocol";

/** The text of docs/verdicts.md. */
export function verdictsMd(): string {
  return `${[HEAD, ...successChecks.map(sectionOf)].join("\n\n")}\n`;
}

const HEAD = `<!-- Generated from packages/analysis/src/checks by \`npm run generate\`. -->

# Verdicts

Each success metric is judged by one check. This is what it claims, who has to have seen it, and what makes each verdict.

| sign | verdict | meaning |
|---|---|---|
| ☑ | \`pass\` | the evidence shows the claim |
| ☒ | \`fail\` | the evidence refutes it |
| ◐ | \`inconclusive\` | it was measured, and what was seen is not enough to say |
| ▢ | \`not-measured\` | this run cannot show it |

Over several scenarios the worst verdict counts. A run passes when all required checks pass; it fails when one of them fails.
Where the router logs at \`-v 4\` or \`5\`, an order is proven in two passes: [two-passes.md](two-passes.md).`;

function sectionOf(check: (typeof successChecks)[number]): string {
  return [
    `## ${SUCCESS_METRICS[check.id]}`,
    "",
    `\`${check.id}\``,
    "",
    check.claim,
    "",
    `**Seen by:** ${check.witnesses}.`,
    "",
    ...ruled("It needs", check.minimumEvidence),
    ...ruled("☑ It passes when", check.passes),
    ...ruled("☒ It fails on", check.fails),
    ...ruled("◐ It is inconclusive when", check.inconclusive),
    `**▢ Not measured:** ${check.notMeasured}.`,
    "",
    `**What to do:** ${check.advice}`,
  ].join("\n");
}

/** A rule as a numbered list; one with a single part in its own line. */
function ruled(name: string, parts: readonly string[]): string[] {
  const [only] = parts;
  if (parts.length === 1) return [`**${name}:** ${only}.`, ""];
  return [`**${name}:**`, "", ...parts.map((part, index) => `${index + 1}. ${part}`), ""];
}
