import { requiredChecks } from "@wa-routing/analysis";
import { eppFlavours } from "@wa-routing/environments";
import { SUCCESS_METRIC_IDS, SUCCESS_METRICS } from "@wa-routing/protocol";

/** The text of docs/required-checks.md. */
export function requiredChecksMd(): string {
  const columns = Object.values(eppFlavours).flatMap(({ flavour, orderings }) =>
    orderings.map((ordering) => ({ flavour, ordering, required: new Set(requiredChecks({ flavour, ordering })) })),
  );
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return `${[
    "<!-- Generated from packages/analysis/src/required-checks.ts by `npm run generate`. -->",
    "",
    "# Which checks are required",
    "",
    "A picker is held to what it claims: ☑ is required, as far as the run can show it; what is empty is measured and shown, and does not",
    "decide. Of a gateway that runs already all are required, unless it was found in a namespace and recognised; of our own simulator, too.",
    "What orders the queue by `--epp-config FILE` is not taken for a claim: such a picker is held to the order by workload, unless its kind",
    "never claims that. `--require IDS` chooses others.",
    "",
    row(["check", ...columns.map(({ flavour, ordering }) => `\`${flavour}\` \`${ordering}\``)]),
    row(["---", ...columns.map(() => ":-:")]),
    ...SUCCESS_METRIC_IDS.map((id) =>
      row([`\`${id}\`: ${SUCCESS_METRICS[id]}`, ...columns.map(({ required }) => (required.has(id) ? "☑" : ""))]),
    ),
    "",
  ].join("\n")}`;
}
