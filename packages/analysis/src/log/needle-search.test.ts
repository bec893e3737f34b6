import fc from "fast-check";
import { expect, test } from "vitest";
import { LineEnds } from "./line-ends.ts";
import { LOG_NEEDLES as NEEDLES } from "./log-needles.ts";
import { NeedleSearch } from "./needle-search.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** The same bytes at any place in a larger buffer: pairs and words are aligned, texts are not. */
function placed(bytes: Uint8Array, lead: number): Uint8Array {
  const larger = new Uint8Array(bytes.length + lead);
  larger.set(bytes, lead);
  return larger.subarray(lead);
}

test.each(NEEDLES)("%j is found wherever it stands", (needle) => {
  for (const needles of [NEEDLES, [needle]]) {
    const search = new NeedleSearch(needles);
    for (let before = 0; before < 40; before++) {
      for (const lead of [0, 1, 2, 3]) {
        search.over(placed(encode(`${"x".repeat(before)}${needle}${"y".repeat(before % 7)}`), lead));
        expect(search.next(0)).toBe(before);
        expect(search.next(before + needle.length)).toBe(-1);
      }
    }
  }
});

test("finds in any text what indexOf finds, line by line", () => {
  const part = fc.oneof(
    fc.constantFrom(...NEEDLES, '"level":"info"', "panic", "Item ", "\n"),
    fc.string({ maxLength: 9 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), fc.nat({ max: 3 }), (parts, lead) => {
      const text = `${parts.join("")}\n`;
      const bytes = placed(encode(text), lead);
      const search = new NeedleSearch(NEEDLES);
      search.over(bytes);
      const lines: number[] = [];
      const lineOf = (at: number) => bytes.subarray(0, at).filter((byte) => byte === 10).length;
      for (let at = search.next(0); at >= 0; at = search.next(bytes.indexOf(10, at) + 1)) lines.push(lineOf(at));
      const expected = text
        .split("\n")
        .flatMap((line, index) => (NEEDLES.some((n) => line.includes(n)) ? [index] : []));
      expect(lines).toEqual(expected);
    }),
  );
});

test("a needle that is too short to be sampled is refused", () => {
  expect(() => new NeedleSearch(["abcdef"])).toThrow("fewer than 7 bytes");
});

test("the next line end is found from any place, in blocks at any place", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(10, 11, 138, 0, 97), { maxLength: 300 }),
      fc.nat({ max: 3 }),
      (values, lead) => {
        const bytes = Uint8Array.from([...values, 10]);
        const ends = new LineEnds();
        ends.over(placed(bytes, lead));
        const places = [...bytes.keys()];
        expect(places.map((from) => ends.next(from))).toEqual(places.map((from) => bytes.indexOf(10, from)));
      },
    ),
  );
});
