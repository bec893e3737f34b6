import {
  anyOf,
  ENVIRONMENT_KINDS,
  flagOf,
  type GatewayOption,
  type GatewayOptionName,
  gatewayOptionRows,
  optionHelp,
} from "wa-routing";

/** The text of docs/options.md. */
export function optionsMd(): string {
  const sets = new Map<string, (readonly [GatewayOptionName, GatewayOption])[]>();
  for (const row of gatewayOptionRows) {
    const heading = headingOf(row[1]);
    sets.set(heading, [...(sets.get(heading) ?? []), row]);
  }
  return `${[HEAD, ...[...sets].map(([heading, rows]) => sectionOf(heading, rows))].join("\n\n")}\n`;
}

const HEAD = `<!-- Generated from packages/runner/src/gateway/gateway-options.ts by \`npm run generate\`. -->

# Options that say which gateway is tested

\`wa-routing run\` takes all of them, \`wa-routing up\` those of the gateways that it can start, and the action takes each as an input of
the same name: \`--epp fork\` is \`epp: fork\`. Tokens are read from files on the command line, where others could see them; the action takes
them as they are, from secrets: \`--bearer-token-file FILE\` is \`bearer-token: \${{ secrets.TOKEN }}\`.

\`HTTPS_PROXY\`, \`HTTP_PROXY\` and \`NO_PROXY\` say how addresses are reached that are not this machine's own.

Without \`--environment\`, an option that belongs to one environment only means it: \`--namespace prod\` means a gateway that runs already.
Each can also be given by a variable of the environment, \`--envoy-url\` by \`WA_ROUTING_ENVOY_URL\`, and by a line of
\`wa-routing.config.yaml\` (or \`wa-routing.config.js\`, \`wa-routing.config.ts\`) in the working folder, which \`run\` reads: \`envoy-url: http://…\`. A
flag wins over a variable, a variable over the file, the file over the default; \`wa-routing help environment\` lists them.

An option that would do nothing is refused, with exit code 2: one of another environment, or one without what it needs.`;

function headingOf({ environments }: GatewayOption): string {
  if (environments.length === ENVIRONMENT_KINDS.length) return "Every environment";
  return `\`--environment ${anyOf(environments)}\``;
}

function sectionOf(heading: string, rows: readonly (readonly [GatewayOptionName, GatewayOption])[]): string {
  const lines = rows.map(([name, option]) => {
    const alias = option.alias === undefined ? "" : `; \`--${option.alias}\` is another name of it`;
    const cells = [`\`${flagAndValue(name, option)}\``, `${optionHelp(option)}${alias}`, needsOf(option)];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return [`## ${heading}`, "", "| option | what it says | needs |", "|---|---|---|", ...lines].join("\n");
}

function flagAndValue(name: GatewayOptionName, { value }: GatewayOption): string {
  if (value.kind === "flag") return flagOf(name);
  return `${flagOf(name)} ${value.kind === "secret" ? "FILE" : value.placeholder.toUpperCase()}`;
}

function needsOf({ needs = {}, needsOneOf = [] }: GatewayOption): string {
  if (needsOneOf.length > 0) return needsOneOf.map((name) => `\`--${name}\``).join(" or ");
  return Object.entries(needs)
    .map(
      ([value, names]) =>
        `${value === "any" ? "" : `\`${value}\`: `}${names.map((name) => `\`--${name}\``).join(", ")}`,
    )
    .join("; ");
}
