import { WaRoutingError } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { errorText } from "./error-text.ts";
import { exitCodeOfError } from "./exit-code.ts";

test.each([
  ["OPTION_INVALID", 2],
  ["GATE_INCOMPLETE", 2],
  ["PROGRAM_MISSING", 4],
  ["ENDPOINT_REFUSED", 4],
  ["GATE_NOT_CLOSED", 4],
  ["DISPATCH_ORDER", 1],
] as const)("%s ends a command with %i", (code, exitCode) => {
  expect(exitCodeOfError(new WaRoutingError("x", { code }))).toBe(exitCode);
});

test("a code of another version, and what is no error of ours, are wrong usage", () => {
  expect(exitCodeOfError(Object.assign(new Error("x"), { name: "WaRoutingError", code: "OF_TOMORROW" }))).toBe(2);
  expect(exitCodeOfError(new Error("x"))).toBe(2);
});

test("an error is printed with its code, what was expected, and what puts it right", () => {
  const details = { code: "OPTION_INVALID", expected: "0 or more", remedy: "leave it out" } as const;
  expect(errorText(new WaRoutingError("--seed is -1", details))).toBe(
    "--seed is -1 [OPTION_INVALID]\n  expected 0 or more\n→ leave it out",
  );
  expect(errorText(new Error("other"))).toBe("other");
});
