import { expect, test } from "vitest";
import { isWaRoutingError, WaRoutingError } from "./wa-routing-error.ts";

test("carries what is wrong, what was expected and its cause", () => {
  const cause = new Error("low level");
  const error = new WaRoutingError("slots is -1", {
    code: "MODEL_SERVER_OPTION_INVALID",
    field: "slots",
    value: -1,
    expected: "0 or more",
    remedy: "leave it out",
    cause,
  });
  expect(error).toMatchObject({
    name: "WaRoutingError",
    code: "MODEL_SERVER_OPTION_INVALID",
    field: "slots",
    value: -1,
    expected: "0 or more",
    remedy: "leave it out",
    cause,
  });
});

test("is recognised by name, also from another copy of the package", () => {
  const foreign = Object.assign(new Error("x"), { name: "WaRoutingError", code: "X" });
  expect(isWaRoutingError(foreign)).toBe(true);
  expect(isWaRoutingError(new Error("x"))).toBe(false);
  expect(isWaRoutingError("x")).toBe(false);
});
