import { type Scenario, WaRoutingError } from "@wa-routing/protocol";
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { readScenario } from "./define-scenario.ts";
import { MOST_TOLD, problemLines } from "./scenario-problem.ts";

const MAX_CHARACTERS = 1 << 20;

/** One thing that is wrong with a scenario file. Lines and columns count from 1. */
export interface FileProblem {
  readonly line: number;
  readonly column: number;
  readonly field: string;
  readonly message: string;
}

/**
 * Reads a scenario from YAML or JSON (which is YAML).
 *
 * @throws WaRoutingError `SCENARIO_INVALID`: all problems at once, `file:line:column field message`, one a line; `value` holds
 *   them as {@link FileProblem}s. Of more than 20 the rest are counted.
 */
export function parseScenarioFile(text: string, { fileName }: { readonly fileName: string }): Scenario {
  if (text.length > MAX_CHARACTERS) throw invalidFile(fileName, [top(`more than ${MAX_CHARACTERS} characters`)]);
  if (text.includes("\0")) throw invalidFile(fileName, [top("found binary data, expected YAML or JSON")]);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    // Looked at below: the library compares each key with all before it.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "error",
  });
  const broken = document.errors.map(({ pos, message }) => ({ at: pos[0], message }));
  const errors = broken.length > 0 ? broken : repeatedKeys(document);
  if (errors.length > 0) {
    const problems = errors.slice(0, MOST_TOLD).map(({ at, message }) => {
      const { line, col } = lines.linePos(at);
      return { line, column: col, field: "", message: `is no valid YAML: ${message}` };
    });
    throw invalidFile(fileName, problems, errors.length - problems.length);
  }
  const written = plainValue(document, fileName);
  if (!isMap(document.contents)) {
    throw invalidFile(fileName, [
      top(`found ${describe(written)}, expected a mapping with name, title, claim, workloads, steps, …`),
    ]);
  }
  const { scenario, told, others } = readScenario(written);
  if (scenario !== null && told.length === 0) return scenario;
  throw invalidFile(
    fileName,
    told.map(({ path, message }) => ({ ...position(document, lines, path), field: fieldText(path), message })),
    others,
  );
}

/** Keys that a mapping has twice. */
function repeatedKeys(document: Document): { readonly at: number; readonly message: string }[] {
  const repeated: { at: number; message: string }[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) repeated.push({ at: key.range?.[0] ?? 0, message: "Map keys must be unique" });
        seen.add(key.value);
      }
    },
  });
  return repeated;
}

function plainValue(document: Document, fileName: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw invalidFile(fileName, [top(`cannot be read: ${error instanceof Error ? error.message : String(error)}`)]);
  }
}

function top(message: string): FileProblem {
  return { line: 1, column: 1, field: "", message };
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return "an empty file";
  return Array.isArray(value) ? "a list" : JSON.stringify(value).slice(0, 60);
}

function fieldText(path: readonly (string | number)[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
}

/** Where a field stands; for a missing one, where what should hold it stands. */
function position(document: Document, lines: LineCounter, path: readonly (string | number)[]) {
  for (let length = path.length; length >= 0; length--) {
    const start = length === 0 ? document.contents?.range?.[0] : startOf(document, path.slice(0, length));
    if (start === undefined) continue;
    const { line, col } = lines.linePos(start);
    return { line, column: col };
  }
  return { line: 1, column: 1 };
}

function startOf(document: Document, path: readonly (string | number)[]): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
    );
    return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const node = document.getIn([...path], true);
  return isNode(node) ? node.range?.[0] : undefined;
}

function invalidFile(fileName: string, problems: readonly FileProblem[], others = 0): WaRoutingError {
  const lines = problems.map(
    ({ line, column, field, message }) => `${fileName}:${line}:${column} ${field === "" ? "" : `${field} `}${message}`,
  );
  return new WaRoutingError(problemLines(lines, others), {
    code: "SCENARIO_INVALID",
    field: fileName,
    value: problems,
    expected: "a scenario as scenario.schema.json describes it",
    remedy: "`wa-routing scenarios show basic-priority` prints one that is right",
  });
}
