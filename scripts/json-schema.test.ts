import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { completed, type JsonSchema } from "./json-schema.ts";

const folder = fileURLToPath(new URL("../packages/protocol/schemas/", import.meta.url));
const schemas = readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(folder + file, "utf8"))] as const);

/** Every schema inside one, with the names of the properties that lead to it. */
function partsOf(schema: JsonSchema, path = ""): [string, JsonSchema][] {
  const below = Object.entries(schema).flatMap(([key, value]): [string, JsonSchema][] => {
    if (key === "properties")
      return Object.entries(value as Record<string, JsonSchema>).map(([name, one]) => [`${path}.${name}`, one]);
    if (key === "examples" || key === "default" || typeof value !== "object" || value === null) return [];
    return (Array.isArray(value) ? value : [value]).map((one) => [path, one as JsonSchema]);
  });
  return [
    [path, schema],
    ...below.flatMap(([name, one]) => (typeof one === "object" && one !== null ? partsOf(one, name) : [])),
  ];
}

test.each(schemas)("%s: an $id of its own, and a title for each branch", (file, schema) => {
  expect(schema.$id).toMatch(new RegExp(`/schemas/${file}$`));
  const branches = partsOf(schema).flatMap(([, { oneOf = [], anyOf = [] }]) => [oneOf, anyOf].flat() as JsonSchema[]);
  expect(branches.filter(({ title }) => !title || title.includes("[object"))).toEqual([]);
});

test("what people write: every property of a scenario says what it is, and has an example", () => {
  const scenario = schemas.find(([file]) => file === "scenario.json")?.[1] as JsonSchema;
  const properties = partsOf(scenario).flatMap(([path, { properties: own = {} }]) =>
    Object.entries(own).map(([name, property]) => ({ name: `${path}.${name}`, ...property })),
  );
  expect(properties.length).toBeGreaterThan(100);
  expect(
    properties.filter(({ description, examples }) => !description || !examples?.length).map(({ name }) => name),
  ).toEqual([]);
});

test("a branch is called by what tells it apart, and a property has what it may be for an example", () => {
  const branch = {
    type: "object",
    description: "Waits.",
    properties: { step: { const: "pause" }, ms: { type: "integer", default: 3 } },
  };
  const schema = completed("x", { oneOf: [branch, { type: "null" }] }) as { oneOf: JsonSchema[] };
  expect(schema.oneOf.map(({ title }) => title)).toEqual(["pause", "null"]);
  expect(schema.oneOf[0]?.properties).toEqual({
    step: { const: "pause", description: "Waits.", examples: ["pause"] },
    ms: { type: "integer", default: 3, examples: [3] },
  });
});
