import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type SectionFacts, sectionFactsSchema } from "./comment-section.ts";

// Comments of HTML are not shown. What stands in them has an alphabet that can neither end one nor begin one.
const BEGIN = "<!-- wa-routing-section ";
const END = "<!-- /wa-routing-section -->";
const MARKER = /<!-- (?:wa-routing-section ([A-Za-z0-9+/]+={0,2})|(\/)wa-routing-section) -->/g;
const MARKER_LIKE = /<!--(?=\s*\/?\s*wa-routing)/gi;

/** No section is this large: what is larger was not written by us. */
const LARGEST_FACTS_BYTES = 65_536;

/** The line that a comment of ours begins with. Another workflow, or another `comment-key`, has another one. */
export function commentMarker(workflow: string, key: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([workflow, key]))
    .digest("hex")
    .slice(0, 32);
  return `<!-- wa-routing-comment ${digest} -->`;
}

/** The lines around a section's text. */
export function sectionMarkers(facts: SectionFacts): { readonly begin: string; readonly end: string } {
  return { begin: `${BEGIN}${deflateRawSync(JSON.stringify(inOrder(facts))).toString("base64")} -->`, end: END };
}

// The order in which they are read: what is read and written again has the same bytes.
function inOrder({ leg, version, verdict, digest, before, short }: SectionFacts): SectionFacts {
  const { sha, runNumber, attempt } = version;
  return { leg, version: { sha, runNumber, attempt }, verdict, digest, before, short };
}

/** A text in which nothing reads as a marker of ours, whoever wrote it. */
export function withoutMarkers(text: string): string {
  return text.replace(MARKER_LIKE, "&lt;!--");
}

/** A marker that was found in a text; without facts: it ends a section, or nobody can read it. */
export interface FoundMarker {
  readonly start: number;
  readonly end: number;
  readonly facts: SectionFacts | null;
}

/** All markers of sections in a text, whatever else stands there. */
export function findMarkers(text: string): FoundMarker[] {
  return [...text.matchAll(MARKER)].map((match) => {
    const written = match[1];
    const facts = written === undefined ? null : readFacts(written);
    return { start: match.index, end: match.index + match[0].length, facts };
  });
}

function readFacts(written: string): SectionFacts | null {
  try {
    const json = inflateRawSync(Buffer.from(written, "base64"), { maxOutputLength: LARGEST_FACTS_BYTES });
    return sectionFactsSchema.safeParse(JSON.parse(json.toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}
