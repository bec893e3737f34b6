import { expect, test } from "vitest";
import { ungrouped } from "./field-groups.ts";

test.each([
  ["an object", { flow: { request_id: "r1" } }, { request_id: "r1" }],
  ["one in another", { flow: { queue: { size: 3 }, id: "a" } }, { size: 3, id: "a" }],
  ["a name with dots", { "flow.queue.size": "3" }, { size: "3" }],
])("fields of a group have their own names: %s", (_, fields, own) => {
  expect(ungrouped(fields)).toMatchObject(own);
});

test("what stands outside of the groups goes before, as does what stands further out", () => {
  expect(ungrouped({ seq: 7, flow: { seq: 1 }, "x.seq": "2" })).toMatchObject({ seq: 7 });
  expect(ungrouped({ flow: { seq: 2, queue: { seq: 1 } } })).toMatchObject({ seq: 2 });
});

test.each([{}, { a: 1, b: "x", c: null, d: [1] }])("without groups there is nothing to find: %j", (fields) => {
  expect(ungrouped(fields)).toBeNull();
});
