import { scenarioSchema } from "@wa-routing/protocol";
import { distance } from "fastest-levenshtein";
import { z } from "zod";
import { MOST_TOLD, type Problem, type Problems } from "./scenario-problem.ts";

type Issue = z.core.$ZodIssue;

/** What zod found, in the words of this project: what was found, what was expected, and what may have been meant. */
export function schemaProblems(error: z.ZodError, written: unknown): Problems {
  const told: Problem[] = [];
  let others = 0;
  for (const issue of error.issues) {
    const count = issue.code === "unrecognized_keys" ? issue.keys.length : 1;
    // Each word of advice takes a while: none for what is only counted.
    const problems = told.length < MOST_TOLD ? problemsOf(issue, [], written) : [];
    const room = problems.slice(0, MOST_TOLD - told.length);
    told.push(...room);
    others += Math.max(count, problems.length) - room.length;
  }
  return { told, others };
}

function problemsOf(issue: Issue, above: readonly PropertyKey[], written: unknown): Problem[] {
  const path = [...above, ...issue.path].map((key) => (typeof key === "number" ? key : String(key)));
  const found = () => foundText(valueAt(written, path));
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.slice(0, MOST_TOLD).map((key) => ({
        path: [...path, key],
        message: `unknown key ${foundText(key)}${suggestion(key, knownKeys(path, written))}`,
      }));
    case "invalid_union": {
      if (issue.errors.length === 0) {
        const discriminator = issue.discriminator ?? "";
        const at = valueAt(written, path);
        const value = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[discriminator] : at;
        const options = discriminatorOptions(discriminator);
        return [
          {
            path: path.at(-1) === discriminator ? path : [...path, discriminator],
            message: `found ${foundText(value)}, expected one of ${options.join(", ")}${suggestion(value, options)}`,
          },
        ];
      }
      return issue.errors.flat().flatMap((inner) => problemsOf(inner, path, written));
    }
    case "invalid_value":
      return [
        {
          path,
          message: `found ${found()}, expected ${oneOf(issue.values.map(String))}${suggestion(valueAt(written, path), issue.values.map(String))}`,
        },
      ];
    case "invalid_type": {
      const missing = valueAt(written, path) === undefined;
      return [
        {
          path,
          message: missing
            ? `is missing, expected ${typeName(issue.expected)}`
            : `found ${found()}, expected ${typeName(issue.expected)}`,
        },
      ];
    }
    case "too_small":
      return [{ path, message: `found ${found()}, expected ${sizeText("at least", issue.minimum, issue.origin)}` }];
    case "too_big":
      return [{ path, message: `found ${found()}, expected ${sizeText("at most", issue.maximum, issue.origin)}` }];
    case "invalid_key":
      return [{ path, message: `is no name: expected ${issue.issues[0]?.message ?? "another"}` }];
    case "invalid_format":
    case "custom":
      return [{ path, message: `found ${found()}, expected ${issue.message}` }];
    default:
      return [{ path, message: `found ${found()}: ${issue.message}` }];
  }
}

function sizeText(bound: string, limit: number | bigint, origin: string): string {
  if (origin === "array" || origin === "set") return `${bound} ${limit} ${Number(limit) === 1 ? "item" : "items"}`;
  return origin === "string" ? `${bound} ${limit} characters` : `${bound} ${limit}`;
}

function oneOf(options: readonly string[]): string {
  return options.length === 1 ? `${options[0]}` : `one of ${options.join(", ")}`;
}

function typeName(expected: string): string {
  const names: Record<string, string> = {
    int: "an integer",
    number: "a number",
    string: "a text",
    array: "a list",
    object: "a mapping",
    record: "a mapping",
    boolean: "true or false",
  };
  return names[expected] ?? expected;
}

function foundText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a mapping";
  const text = typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(written: unknown, path: readonly (string | number)[]): unknown {
  let value = written;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

function suggestion(found: unknown, known: readonly string[]): string {
  if (typeof found !== "string" || found.length > 40) return "";
  const [nearest] = known
    .map((candidate) => ({ candidate, edits: distance(found.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return nearest !== undefined && nearest.edits <= Math.max(2, nearest.candidate.length / 3)
    ? ` (did you mean ${JSON.stringify(nearest.candidate)}?)`
    : "";
}

interface SchemaNode {
  readonly properties?: Record<string, SchemaNode>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly const?: unknown;
}

const schema = z.toJSONSchema(scenarioSchema, { io: "input", unrepresentable: "any" }) as SchemaNode;

/** The keys that a mapping at this place may have: for a tagged mapping, those of its own kind. */
function knownKeys(path: readonly (string | number)[], written: unknown): string[] {
  let nodes: SchemaNode[] = [schema];
  let value = written;
  for (const key of path) {
    value = valueAt(value, [key]);
    nodes = nodes.flatMap((node) => {
      const child = typeof key === "number" ? node.items : (node.properties?.[key] ?? node.additionalProperties);
      return typeof child === "object" ? narrowed(child, value) : [];
    });
  }
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}

function narrowed(node: SchemaNode, value: unknown): SchemaNode[] {
  const kinds = node.oneOf ?? node.anyOf;
  if (kinds === undefined) return [node];
  const matching = kinds.filter(({ properties = {} }) =>
    Object.entries(properties).some(
      ([key, child]) => child.const !== undefined && child.const === valueAt(value, [key]),
    ),
  );
  return matching.length > 0 ? matching : [...kinds];
}

/** Every value that a discriminator such as `step` may have, from the schema itself. */
function discriminatorOptions(discriminator: string): string[] {
  const options = new Set<string>();
  const visit = (node: SchemaNode) => {
    for (const kind of node.oneOf ?? node.anyOf ?? []) {
      const value = kind.properties?.[discriminator]?.const;
      if (typeof value === "string") options.add(value);
      visit(kind);
    }
    for (const child of Object.values(node.properties ?? {})) visit(child);
    if (node.items !== undefined) visit(node.items);
    if (typeof node.additionalProperties === "object") visit(node.additionalProperties);
  };
  visit(schema);
  return [...options];
}
