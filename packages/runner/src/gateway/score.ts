import {
  DEFAULT_ROUTER_PARAMETERS,
  parameterOption,
  ROUTER_PARAMETERS,
  type RouterParameter,
  type RouterParameters,
  routerParametersSchema,
  WaRoutingError,
} from "@wa-routing/protocol";
import { parseDocument } from "yaml";
import { readTextFile } from "../folder/text-file.ts";

const EXPECTED = `some of ${ROUTER_PARAMETERS.map((name) => `${parameterOption(name)}=…`).join(",")}, or a YAML or JSON file with them`;

/**
 * What a router is declared to compute with: pairs with commas between, or the path of a YAML or JSON file, in which the names may
 * also be written as in the configuration of our endpoint picker (`waitWeight`). What is not named is the default.
 *
 * @throws WaRoutingError `OPTION_INVALID` with every problem, `FILE_UNREADABLE`
 */
export function readScore(text: string): RouterParameters {
  const written = isFile(text) ? entriesOfFile(text) : entriesOfPairs(text);
  const named = written.map(([name, value]) => {
    const found = ROUTER_PARAMETERS.find((known) => name === known || name === parameterOption(known));
    return { name, found, value };
  });
  const problems = named.flatMap(({ name, found }, index) => {
    if (found === undefined) return [`there is no ${JSON.stringify(name)}`];
    return named.findIndex((other) => other.found === found) === index ? [] : [`${name} is named twice`];
  });
  if (named.length === 0) problems.push("nothing is named");
  if (problems.length > 0) throw invalid(text, problems);
  const values = Object.fromEntries(named.map(({ found, value }) => [found, value]));
  const parsed = routerParametersSchema.safeParse({ ...DEFAULT_ROUTER_PARAMETERS, ...values });
  if (parsed.success) return parsed.data;
  throw invalid(
    text,
    parsed.error.issues.map(({ path: [name], message }) =>
      name === undefined
        ? message
        : `${parameterOption(name as RouterParameter)} is ${JSON.stringify(values[name as string])}: ${message}`,
    ),
  );
}

/** As `--scenario` tells a file from a name. */
function isFile(text: string): boolean {
  return /\.(ya?ml|json)$/i.test(text) || text.includes("/");
}

function entriesOfPairs(text: string): [string, unknown][] {
  return text.split(",").map((pair) => {
    const [name = "", value, ...others] = pair.split("=").map((part) => part.trim());
    if (value === undefined || others.length > 0) throw invalid(text, [`${JSON.stringify(pair)} is no name=value`]);
    return [name, value === "" || Number.isNaN(Number(value)) ? value : Number(value)];
  });
}

function entriesOfFile(path: string): [string, unknown][] {
  const document = parseDocument(readTextFile(path, path, "a YAML or JSON file with parameters of the score"));
  const [error] = document.errors;
  if (error !== undefined) throw invalid(path, [error.message]);
  const value: unknown = document.toJS();
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(path, ["it is no mapping"]);
  return Object.entries(value);
}

function invalid(text: string, problems: readonly string[]): WaRoutingError {
  return new WaRoutingError(`--score ${text}: ${problems.join("; ")}`, {
    code: "OPTION_INVALID",
    field: "--score",
    value: text,
    expected: EXPECTED,
  });
}
