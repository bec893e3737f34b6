import { plainText } from "./plain-text.ts";

/** Text broken at spaces; a word that is longer than the line is left whole. */
export function wrapped(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  if (line !== "") lines.push(indent + line);
  return lines;
}

/** A text behind a dot, its further lines below the first. */
export function bulleted(text: string, width: number, indent: string): string[] {
  const [first = "", ...rest] = wrapped(plainText(text), width - indent.length - 2, "");
  return [`${indent}· ${first}`, ...rest.map((line) => `${indent}  ${line}`)];
}

/** Text that is too long loses its middle: how names begin and end tells them apart. Characters stay whole. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
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
      length += character.length;
      return length > longest;
    }),
  );
}
