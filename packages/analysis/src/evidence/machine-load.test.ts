import { expect, test } from "vitest";
import { atLoad } from "./machine-load.ts";

test.each([
  [null, ""],
  [{ cpus: 2, atStart: 0.52, atEnd: 7.94 }, ", at a load of 0.5 to 7.9 on 2 CPUs"],
  [{ cpus: 8, atStart: 3, atEnd: null }, ", at a load of 3.0 on 8 CPUs"],
])("%o is told as %j", (load, text) => {
  expect(atLoad(load)).toBe(text);
});
