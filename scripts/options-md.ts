import { ENVIRONMENT_KINDS, type GatewayOption, gatewayOptionRows, optionHelp } from "wa-routing";

/** The text of docs/options.md. */
export function optionsMd(): string {
  const sets = new Map<string, (readonly [string, GatewayOption])[]>();
  for (const row of gatewayOptionRows) {
    const heading = headingOf(row[1]);
    sets.set(heading, [...(sets.get(heading) ?? []), row]);
  }
  return `${[HEAD, ...[...sets].map(([heading, rows]) => sectionOf(heading, rows))].join("\n\n")}\n`;
}

const HEAD = `<!-- Generated from packages/runner/src/gateway/gateway-options.ts by \`npm run generate\`. -->

# Options that say which gateway is tested

\`wa-routing run\` takes all of them, \`wa-routing up\` those of the gateways that it can start, and the action takes each as an input of
the same name: \`--epp fork\` is \`epp: fork\`.

Without \`--environment\`, an option that belongs to one environment only means it: \`--namespace prod\` means a gateway that runs already.
Each can also be given by a variable of the environment, \`--envoy-url\` by \`WA_ROUTING_ENVOY_URL\`, and by a line of
\`wa-routing.config.yaml\` (or \`wa-routing.config.js\`, \`wa-routing.config.ts\`) in the working folder, which \`run\` reads: \`envoy-url: http://…\`. A
flag wins over a variable, a variable over the file, the file over the default; \`wa-routing help environment\` lists them.

An option that would do nothing is refused, with exit code 2: one of another environment, or one without what it needs.`;

function headingOf({ environments }: GatewayOption): string {
  if (environments.length === ENVIRONMENT_KINDS.length) return "Every environment";
  return `\`--environment ${environments.join("` or `")}\``;
}

function sectionOf(heading: string, rows: readonly (readonly [string, GatewayOption])[]): string {
  const lines = rows.map(([name, option]) => {
    const alias = option.alias === undefined ? "" : `; \`--${option.alias}\` is another name of it`;
    const cells = [
      `\`--${name}${"placeholder" in option.value ? ` ${option.value.placeholder.toUpperCase()}` : ""}\``,
      `${optionHelp(option)}${alias}`,
      needsOf(option),
    ];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return [`## ${heading}`, "", "| option | what it says | needs |", "|---|---|---|", ...lines].join("\n");
}

function needsOf({ needs = {} }: GatewayOption): string {
  return Object.entries(needs)
    .map(
      ([value, names]) =>
        `${value === "any" ? "" : `\`${value}\`: `}${names.map((name) => `\`--${name}\``).join(", ")}`,
    )
    .join("; ");
}
