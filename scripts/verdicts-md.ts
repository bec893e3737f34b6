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
  const rows = [
    ["claim", check.claim],
    ["witnesses", check.witnesses],
    ["minimum evidence", check.minimumEvidence],
    ["☑ pass", check.passes],
    ["☒ fail", check.fails],
    ["◐ inconclusive", check.inconclusive],
    ["▢ not measured", check.notMeasured],
    ["what to do", check.advice],
  ].map(([name, text]) => `| ${name} | ${text?.replaceAll("|", "\\|")} |`);
  return [`## ${SUCCESS_METRICS[check.id]}`, "", `\`${check.id}\``, "", "| | |", "|---|---|", ...rows].join("\n");
}
