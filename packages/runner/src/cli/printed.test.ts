import { WaRoutingError } from "@wa-routing/protocol";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { printError } from "./print-error.ts";
import { printable, printableJson } from "./printed.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = 0;
});

const isCommand = (line: string) => line.trim().startsWith("::") || line.includes("##[");

describe("JSON", () => {
  test.each(["##[error]a", "\u202ea", "\u2028::b", "\u009b1m", "\u{e0041}", "\ufeff", "\u007f"])(
    "%j is inert",
    (text) => {
      const json = printableJson({ [text]: text });
      expect(json).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]|##\[/u);
      expect(JSON.parse(json)).toEqual({ [text]: text });
    },
  );

  test("whatever is in it, it is read back the same", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(printableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

test("text is broken up only where GitHub Actions reads along", () => {
  vi.stubEnv("GITHUB_ACTIONS", undefined);
  expect(printable("::error::a\n##[b]")).toBe("::error::a\n##[b]");
  vi.stubEnv("GITHUB_ACTIONS", "true");
  expect(printable("::error::a\n##[b]").split("\n").filter(isCommand)).toEqual([]);
});

test("an error that quotes others says no command, and moves no cursor", () => {
  vi.stubEnv("GITHUB_ACTIONS", "true");
  const written: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  const quoted = "answered 404:\n::set-output name=a::b\r::error::c\n  ##[group]\u001b[2J\u202e";
  printError(new WaRoutingError(quoted, { code: "ENDPOINT_REFUSED", expected: "::a", remedy: "b" }));
  printError(new TypeError(quoted));
  const lines = written.join("").split("\n");
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.filter((line) => isCommand(line) || /[\p{Cc}\u202e]/u.test(line))).toEqual([]);
});
