import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMENT_LIMIT_BYTES, isCommentOf, parseSections, renderComment } from "./comment-body.ts";
import { type CommentSection, newestSections } from "./comment-section.ts";
import { commentMarker, sectionMarkers } from "./section-marker.ts";

const owner = { workflow: "routing", key: "" };

const verdict = fc.constantFrom("pass", "fail", "inconclusive", "not-measured");
const digest = fc.dictionary(fc.constantFrom("functional.no-errors", "fcfs", "a b", "ü"), verdict);
const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "-->",
    "<!-- /wa-routing-section -->",
    "<!--wa-routing-section AAAA -->",
    `${commentMarker("routing", "")}`,
    "```\nunclosed",
    "$& $1 $$",
    "<!--",
  ),
);
const version = fc.record({ sha: fc.string(), runNumber: fc.nat(), attempt: fc.nat(9) });
const section = fc.record({
  facts: fc.record({
    ...{ leg: hostile, version, verdict: fc.option(verdict), digest, short: hostile },
    before: fc.option(fc.record({ digest })),
  }),
  text: fc.array(hostile).map((parts) => parts.join(" ")),
});
const sections = fc.uniqueArray(section, { selector: ({ facts }) => facts.leg, maxLength: 8 }).map(newestSections);

const factsOf = (some: readonly CommentSection[]) => some.map(({ facts }) => facts);
// JSON keeps what a text can hold; half of a pair of surrogates cannot stand in UTF-8.
const asWritten = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

describe("a comment", () => {
  test("gives back every section's facts, whatever stands in legs, short forms and texts", () => {
    fc.assert(
      fc.property(sections, (written) => {
        const body = renderComment(owner, written, "", Number.POSITIVE_INFINITY) as string;
        expect(isCommentOf(body, owner)).toBe(true);
        expect(factsOf(parseSections(body))).toEqual(asWritten(factsOf(written)));
      }),
    );
  });

  test("is the same again when it is read and written", () => {
    fc.assert(
      fc.property(sections, (written) => {
        const body = renderComment(owner, written, "", Number.POSITIVE_INFINITY) as string;
        expect(renderComment(owner, parseSections(body), "", Number.POSITIVE_INFINITY)).toBe(body);
      }),
    );
  });

  test("loses no section, whatever people write between markers, and whatever ends their lines have", () => {
    fc.assert(
      fc.property(sections, fc.array(fc.string({ unit: "binary" }), { minLength: 20 }), (written, edits) => {
        const body = renderComment(owner, written, "", Number.POSITIVE_INFINITY) as string;
        let edit = 0;
        const edited = body
          .replace(/^$/gm, () => (edits[edit++ % edits.length] as string).replaceAll("wa-routing", ""))
          .replace(/\n/g, "\r\n");
        expect(factsOf(parseSections(edited))).toEqual(asWritten(factsOf(written)));
      }),
    );
  });

  test("that is cut anywhere, or has anything in the place of anything, is read without a crash", () => {
    fc.assert(
      fc.property(sections, fc.nat(), fc.nat(400), hostile, (written, at, length, text) => {
        const body = renderComment(owner, written, "", Number.POSITIVE_INFINITY) as string;
        const start = at % (body.length + 1);
        const read = parseSections(body.slice(0, start) + text + body.slice(start + length));
        const known = asWritten(factsOf(written));
        expect(factsOf(read).filter((facts) => !known.some((each) => isDeepStrictEqual(each, facts)))).toEqual([]);
      }),
    );
  });

  test("never has more bytes than it may: others are cut first, and always the same ones", () => {
    fc.assert(
      fc.property(sections, fc.integer({ min: 200, max: 8_000 }), fc.nat(7), (written, maxBytes, index) => {
        const ownLeg = written[index]?.facts.leg ?? "";
        const body = renderComment(owner, written, ownLeg, maxBytes);
        if (body === null) return;
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxBytes);
        expect(renderComment(owner, parseSections(body), ownLeg, maxBytes)).toBe(body);
        expect(factsOf(parseSections(body))).toEqual(asWritten(factsOf(written)));
      }),
    );
  });
});

test("a comment that only quotes ours, or is another workflow's or key's, is not ours", () => {
  const body = renderComment(owner, [], "") as string;
  expect(isCommentOf(`> ${body}`, owner)).toBe(false);
  expect(isCommentOf(body, { workflow: "routing", key: "other" })).toBe(false);
  expect(isCommentOf(body, { workflow: "other", key: "" })).toBe(false);
});

test("facts that inflate to more than a comment are nobody's", () => {
  const facts = { verdict: null, digest: {}, before: null, short: "", version: { sha: "", runNumber: 1, attempt: 1 } };
  expect(parseSections(sectionMarkers({ ...facts, leg: "0" }).begin)).toHaveLength(1);
  const { begin } = sectionMarkers({ ...facts, leg: "0".repeat(COMMENT_LIMIT_BYTES) });
  expect(begin.length).toBeLessThan(1_000);
  expect(parseSections(begin)).toEqual([]);
});
