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
  const [first = "", ...rest] = wrapped(oneLine(text), width - indent.length - 2, "");
  return [`${indent}· ${first}`, ...rest.map((line) => `${indent}  ${line}`)];
}

/** Control characters, which could move a terminal's cursor, become spaces. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
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
