import { escapeMarkdown } from "@wa-routing/report";
import type { CommentSection } from "./comment-section.ts";
import { commentMarker, findMarkers, sectionMarkers, withoutMarkers } from "./section-marker.ts";

/** What GitHub takes as a comment: 65,536 characters. Counted in bytes here, which are never fewer. */
export const COMMENT_LIMIT_BYTES = 65_536;

/** Whose comment it is: one for each of these on a pull request. */
export interface CommentOwner {
  readonly workflow: string;
  /** The input `comment-key`. */
  readonly key: string;
}

/** Whether a text was begun by us for this owner. What merely quotes a marker of ours was not. */
export function isCommentOf(body: string, { workflow, key }: CommentOwner): boolean {
  return body.trimStart().startsWith(commentMarker(workflow, key));
}

/** The sections that can be read in a comment, in their order. What people added between them is no part of any. */
export function parseSections(body: string): CommentSection[] {
  const text = withPlainEnds(body);
  const markers = findMarkers(text);
  return markers.flatMap(({ facts, end }, index) => {
    if (facts === null) return [];
    return [{ facts, text: text.slice(end, markers[index + 1]?.start ?? text.length).trim() }];
  });
}

/**
 * The comment with these sections: whole where there is room, otherwise other legs are cut to their short form, those that passed
 * first, and the own leg last.
 *
 * @returns null where even the short forms have no room
 */
export function renderComment(
  owner: CommentOwner,
  sections: readonly CommentSection[],
  ownLeg: string,
  maxBytes = COMMENT_LIMIT_BYTES,
): string | null {
  const head = [commentMarker(owner.workflow, owner.key), `## Workload-aware routing${nameOf(owner)}`, ""].join("\n");
  const parts = sections.map((section) => ({ section, full: part(section), short: shortPart(section) }));
  const cutOrder = parts.toSorted(
    (left, right) =>
      rankOf(left.section, ownLeg) - rankOf(right.section, ownLeg) || right.full.length - left.full.length,
  );
  let bytes = Buffer.byteLength(head) + parts.reduce((sum, { full }) => sum + Buffer.byteLength(full), 0);
  const cut = new Set<(typeof parts)[number]>();
  for (const candidate of cutOrder) {
    if (bytes <= maxBytes) break;
    cut.add(candidate);
    bytes += Buffer.byteLength(candidate.short) - Buffer.byteLength(candidate.full);
  }
  return bytes <= maxBytes ? [head, ...parts.map((each) => (cut.has(each) ? each.short : each.full))].join("") : null;
}

function nameOf({ workflow, key }: CommentOwner): string {
  const names = [workflow, key].filter((name) => name !== "");
  return names.length === 0 ? "" : ` · ${names.map(escapeMarkdown).join(" · ")}`;
}

function shortPart({ facts, text }: CommentSection): string {
  return part({ facts, text: facts.short.length < text.length ? facts.short : text });
}

function part({ facts, text }: CommentSection): string {
  const { begin, end } = sectionMarkers(facts);
  return `\n${begin}\n\n${withoutMarkers(withPlainEnds(text).trim())}\n\n${end}\n`;
}

// A person who edits a comment sends it back with the line ends of a form.
function withPlainEnds(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

function rankOf({ facts }: CommentSection, ownLeg: string): number {
  if (facts.leg === ownLeg) return 2;
  return facts.verdict === "pass" ? 0 : 1;
}
