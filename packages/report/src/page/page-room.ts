import { bytesOf } from "../markdown-room.ts";

/** No page is larger, in bytes: it opens at once, also as an attachment. */
export const MOST_PAGE_BYTES = 1_500_000;

/** What a page leaves out where it would be too large, the first to go first, each as a reader would call it. */
const PARTS = {
  stories: "requests line by line",
  requests: "tables of single requests",
  overtakings: "who overtook whom",
  tables: "what the evidence is worth",
  pictures: "the pictures",
  figures: "figures and single observations",
  scenarios: "the scenarios",
  ends: "the ends of long texts",
} as const;

export type PagePart = keyof typeof PARTS;

/** Whether there is room for a part. */
export type RoomFor = (part: PagePart) => boolean;

/**
 * A page with as many of its parts as there is room for.
 *
 * @param render - Writes the page with the parts that there is room for, and says what was left out.
 */
export function fittedPage(render: (hasRoom: RoomFor, leftOut: readonly string[]) => string): string {
  const parts = Object.keys(PARTS) as PagePart[];
  for (let gone = 0; ; gone++) {
    const page = render(
      (part) => parts.indexOf(part) >= gone,
      parts.slice(0, gone).map((part) => PARTS[part]),
    );
    if (gone === parts.length || bytesOf(page) <= MOST_PAGE_BYTES) return page;
  }
}
