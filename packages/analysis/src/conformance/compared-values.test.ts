import { expect, test } from "vitest";
import { ComparedValues } from "./compared-values.ts";

test("a value is right within the tolerance, on either side; the first five that are not are quoted with their lines", () => {
  const values = new ComparedValues();
  values.compare(1, "x", 2, 2.25, 0.25);
  values.compare(2, "x", 2.25, 2, 0.25);
  values.note(3, "x", 7, null);
  expect(values).toMatchObject({ compared: 3, differences: 0, examples: [] });
  for (let line = 4; line <= 9; line++) values.compare(line, "x", 2, line, 0);
  expect(values).toMatchObject({ compared: 9, differences: 6 });
  expect(values.examples.map((text) => text.match(/\d+/g))).toEqual(
    [4, 5, 6, 7, 8].map((line) => [`${line}`, "2", `${line}`]),
  );
});
