import { expect, test } from "vitest";
import { atLoad, loadFigures, percentOf } from "./words.ts";

test.each([
  [null, ""],
  [{ cpus: 2, atStart: 0.52, atEnd: 7.94 }, ", at a load of 0.5 to 7.9 on 2 CPUs"],
  [{ cpus: 8, atStart: 3, atEnd: null }, ", at a load of 3.0 on 8 CPUs"],
])("%o is told as %j", (load, text) => {
  expect(atLoad(loadFigures(load))).toBe(text);
});

test.each([
  [1, 100],
  [0.99999, 99.99],
  [0.99, 99],
  [0.9, 90],
  [0.29, 29],
  [0.001, 0.1],
  [0, 0],
])("a share of %f is %f %", (share, percent) => {
  expect(percentOf(share)).toBe(percent);
});
