import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import { plainText } from "./plain-text.ts";

// What a terminal that says nothing sensible of its width is given.
const NARROWEST = 8;

/** Text broken at spaces, by the columns that it takes; a word that is longer than the line is left whole. */
export function wrapped(text: string, width: number, indent: string): string[] {
  if (text === "") return [];
  const columns = Math.max(NARROWEST, width - stringWidth(indent));
  return wrapAnsi(text, columns)
    .split("\n")
    .map((line) => indent + line);
}

/** Text that is filled up with blanks to so many columns. */
export function padded(text: string, width: number, align: "left" | "right" = "left"): string {
  const blanks = " ".repeat(Math.max(0, width - stringWidth(text)));
  return align === "left" ? text + blanks : blanks + text;
}

/** A text behind a dot, its further lines below the first. */
export function bulleted(text: string, width: number, indent: string): string[] {
  const [first = "", ...rest] = wrapped(plainText(text), width - indent.length - 2, "");
  return [`${indent}· ${first}`, ...rest.map((line) => `${indent}  ${line}`)];
}

/** Text that is too long loses its middle: how names begin and end tells them apart. Characters stay whole. */
export function shortened(text: string, longest: number): string {
  if (stringWidth(text) <= longest) return text;
  const characters = [...text];
  const start = firstOf(characters, Math.ceil((longest - 1) / 2));
  const end = firstOf(characters.toReversed(), Math.floor((longest - 1) / 2)).toReversed();
  return [...start, "…", ...end].join("");
}

function firstOf(characters: readonly string[], longest: number): string[] {
  let length = 0;
  return characters.slice(
    0,
    characters.findIndex((character) => {
      length += stringWidth(character);
      return length > longest;
    }),
  );
}
