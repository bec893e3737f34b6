import { expect, test } from "vitest";
import { mostCommonLevel } from "./envoy-log-level.ts";

test("the level of most loggers is the one that is put back", () => {
  expect(mostCommonLevel("active loggers:\n  admin: trace\n  aws: info\n  http: trace\n")).toBe("trace");
  expect(mostCommonLevel("")).toBeNull();
});
