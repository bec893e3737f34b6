import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8 } from "./decode-utf8.ts";

// As []rune(string(bytes)) gives in Go.
test.each([
  { bytes: [0x61, 0xc3, 0xa9], text: "aé" },
  { bytes: [0xe9], text: "\ufffd" },
  { bytes: [0xe2, 0x82], text: "\ufffd\ufffd" },
  { bytes: [0xe2, 0x82, 0xac], text: "€" },
  { bytes: [0xf0, 0x9f, 0x98, 0x61], text: "\ufffd\ufffd\ufffda" },
  { bytes: [0xed, 0xa0, 0x80], text: "\ufffd\ufffd\ufffd" },
  { bytes: [0xc0, 0x80], text: "\ufffd\ufffd" },
  { bytes: [0xef, 0xbb, 0xbf, 0x61], text: "\ufeffa" },
])("$bytes is $text", ({ bytes, text }) => {
  expect(decodeUtf8(Uint8Array.from(bytes))).toBe(text);
});

test("valid UTF-8 is read as it was written", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text);
    }),
  );
});
