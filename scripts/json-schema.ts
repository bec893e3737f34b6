/** A JSON Schema, or a part of one. */
export interface JsonSchema {
  title?: string;
  description?: string;
  examples?: unknown[];
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  type?: string;
  properties?: Record<string, JsonSchema>;
  [key: string]: unknown;
}

const BASE = "https://raw.githubusercontent.com/org/wa-routing/main/packages/protocol/schemas";

/**
 * A schema as editors show it: with `$id`, a title for each branch, and, where the schema itself says what a property may be (one
 * value, some, a default), that as its example.
 */
export function completed(name: string, schema: object): JsonSchema {
  const { $schema, ...rest } = structuredClone(schema) as JsonSchema;
  const whole = { $schema, $id: `${BASE}/${name}.json`, title: `wa-routing: ${name}`, ...rest };
  visit(whole);
  return whole;
}

function visit(part: unknown): void {
  if (Array.isArray(part)) {
    for (const one of part) visit(one);
    return;
  }
  if (typeof part !== "object" || part === null) return;
  const schema = part as JsonSchema;
  for (const branch of [schema.oneOf ?? [], schema.anyOf ?? []].flat() as JsonSchema[])
    branch.title ??= titleOf(branch);
  for (const property of Object.values(schema.properties ?? {})) {
    const example = exampleOf(property);
    if (example !== undefined) property.examples ??= [example];
    // What tells branches apart says what its branch is.
    if (property.const !== undefined && schema.description !== undefined) property.description ??= schema.description;
  }
  for (const value of Object.values(schema)) visit(value);
}

function titleOf({ properties = {}, const: only, type, description, $ref }: JsonSchema): string {
  const kind = Object.values(properties).find((property) => typeof property.const === "string");
  return String(kind?.const ?? only ?? type ?? description ?? $ref ?? "any");
}

function exampleOf({ const: only, enum: some, default: usual, type }: JsonSchema): unknown {
  return only ?? some?.[0] ?? usual ?? (type === "boolean" ? true : undefined);
}
