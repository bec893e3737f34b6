import { expect, test } from "vitest";
import { filledIn } from "./manifest-variables.ts";

const braced = (name: string) => `$\{${name}}`;
const values = { namespace: "wa", image: "epp:1", name: "epp", pool: "p", model: "m", metricsAuth: "false" };

test("variables of the table are filled in, in both forms", () => {
  expect(filledIn(`ns: $E2E_NS\nimage: ${braced("EPP_IMAGE")}\nargs: ["$E2E_NS-x"]`, values)).toEqual({
    text: 'ns: wa\nimage: epp:1\nargs: ["wa-x"]',
    unset: [],
  });
});

test.each(["$(POD_NAME)", "$HOME", braced("OTHER"), "$E2E_NSX", "costs $5", "a$", "$constructor"])(
  "%s is left alone",
  (text) => {
    expect(filledIn(text, values)).toEqual({ text, unset: [] });
  },
);

test("one that nothing was given for is named as it is written, once", () => {
  const { unset, text } = filledIn(`a: $E2E_IMAGE\nb: $E2E_IMAGE\nc: ${braced("EPP_IMAGE")}`, {
    ...values,
    image: undefined,
  });
  expect(unset).toEqual(["$E2E_IMAGE", braced("EPP_IMAGE")]);
  expect(text).toContain("a: $E2E_IMAGE");
});
