import { link } from "./markdown-blocks.ts";

/** How much room Markdown has, and where the whole of it can be read. */
export interface MarkdownOptions {
  /**
   * Bytes of UTF-8 that are never exceeded; default: no bound. From {@link SMALLEST_ROOM_BYTES} on the verdict and the signs of
   * the twelve checks always stand; below, the text may be empty.
   */
  readonly maxBytes?: number;
  /** Page of the artifact that holds the run's folder; null: there is none. What is not http or https is not linked. */
  readonly artifactUrl?: string | null;
}

/** Room for a verdict with the signs of its twelve checks, whatever the names in it are. */
export const SMALLEST_ROOM_BYTES = 4096;

/** What can be left out, the first to go first, each as a reader would call it. */
export type Ladder<Part extends string> = Readonly<Record<Part, string>>;

/** Whether there is room for a part. */
export type RoomFor<Part extends string> = (part: Part) => boolean;

/**
 * A text with as many of its parts as there is room for. Below it one line names what was left out, and where all of it is.
 *
 * @param render - Writes the text with the parts that there is room for; a part that changes nothing is not named.
 */
export function fitted<Part extends string>(
  ladder: Ladder<Part>,
  render: (hasRoom: RoomFor<Part>) => string,
  { maxBytes = Number.POSITIVE_INFINITY, artifactUrl = null }: MarkdownOptions,
): string {
  const left = new Set<Part>();
  const named: string[] = [];
  let text = render(() => true);
  if (bytesOf(text) <= maxBytes) return text;
  for (const part of Object.keys(ladder) as Part[]) {
    left.add(part);
    const shorter = render((other) => !left.has(other));
    if (shorter !== text) named.push(ladder[part]);
    text = shorter;
    const whole = `${text}\n${leftOutLine(named, artifactUrl)}\n`;
    if (bytesOf(whole) <= maxBytes) return whole;
  }
  return "";
}

/** Bytes of a text in UTF-8. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function leftOutLine(named: readonly string[], artifactUrl: string | null): string {
  const where = link("report.html in the artifact", artifactUrl) ?? "report.html in the run's folder";
  return `Left out, for want of room: ${named.join(", ")}. All of it: ${where}.`;
}
