import { expect, test } from "vitest";
import { joinedHeaders } from "./joined-headers.ts";

test("lines of one name become one, whatever their case; all others stay as they are", () => {
  expect(joinedHeaders(["Host", "x", "X-W", "1", "Accept", "a", "x-w", "2", "x-W", ""])).toEqual([
    ...["Host", "x", "X-W", "1, 2, ", "Accept", "a"],
  ]);
});
