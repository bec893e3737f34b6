import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonMembers } from "./json-members.ts";

test.each([
  { text: "{}", members: [] },
  {
    text: ' { "a" : 4.0 , "a" : [1, {"b": "}"}] } ',
    members: [
      ["a", "4.0"],
      ["a", '[1, {"b": "}"}]'],
    ],
  },
  {
    text: '{"\\u0061\\"":"x\\\\","b":null}',
    members: [
      ['a"', '"x\\\\"'],
      ["b", "null"],
    ],
  },
])("of $text", ({ text, members }) => {
  expect(jsonMembers(text)?.map(({ key, rawValue }) => [key, rawValue])).toEqual(members);
});

test.each(["null", "[1]", '"a"', "3", "true"])("there are none of %s", (text) => {
  expect(jsonMembers(text)).toBeNull();
});

test.each(["", "{", "{}x", "{'a':1}", "\ufeff{}"])("invalid text %j throws a SyntaxError", (text) => {
  expect(() => jsonMembers(text)).toThrow(SyntaxError);
});

test("every object gives back its members", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 1, 2), (object, indent) => {
      const members = jsonMembers(JSON.stringify(object, null, indent));
      expect(members?.map(({ key, rawValue }) => [key, JSON.parse(rawValue)])).toEqual(
        Object.entries(JSON.parse(JSON.stringify(object))),
      );
    }),
  );
});
