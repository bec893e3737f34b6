import { WaRoutingError } from "@wa-routing/protocol";
import type { Implementation } from "@wa-routing/report";

const FIELDS = ["organization", "project", "url", "version"] as const satisfies readonly (keyof Implementation)[];
const EXPECTED = FIELDS.map((field) => `${field}=…`).join(",");

/**
 * Who made a router, as `--implementation` says.
 *
 * @throws WaRoutingError `OPTION_MISSING` without it, `OPTION_INVALID` where a field is missing, unknown, there twice or empty, or the URL is none.
 */
export function readImplementation(text: string | undefined): Implementation {
  if (text === undefined) {
    throw new WaRoutingError("--format conformance does not know whose router was tested", {
      code: "OPTION_MISSING",
      field: "--implementation",
      expected: EXPECTED,
    });
  }
  const read = new Map<string, string>();
  for (const part of text.split(",")) {
    const at = part.indexOf("=");
    const [field, value] = [part.slice(0, Math.max(0, at)).trim(), part.slice(at + 1).trim()];
    if (!FIELDS.some((known) => known === field))
      throw invalid(text, `${JSON.stringify(field === "" ? part : field)} is no field of it`);
    if (read.has(field)) throw invalid(text, `${field} is there twice`);
    if (value === "") throw invalid(text, `${field} is empty`);
    read.set(field, value);
  }
  const [organization, project, url, version] = FIELDS.map((field) => {
    const value = read.get(field);
    if (value === undefined) throw invalid(text, `${field} is missing`);
    return value;
  }) as [string, string, string, string];
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw invalid(text, `${JSON.stringify(url)} is no http or https URL`);
  return { organization, project, url, version };
}

function invalid(value: string, what: string): WaRoutingError {
  return new WaRoutingError(`--implementation: ${what}`, {
    code: "OPTION_INVALID",
    field: "--implementation",
    value,
    expected: EXPECTED,
  });
}
