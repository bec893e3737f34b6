import { plainText, withoutWorkflowCommands } from "@wa-routing/report";

// What JSON may hold as it is, and a terminal or GitHub Actions would act on; `\u` says the same.
const ACTS = /[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]|#(?=#\[)/gu;

/** Text for standard output or standard error: where GitHub Actions reads along, no line of it is a command. */
export function printable(text: string): string {
  return process.env.GITHUB_ACTIONS === undefined ? text : withoutWorkflowCommands(text);
}

/** The message of an error, which quotes what others wrote: each of its lines is one, and moves nothing. */
export function printableMessage(text: string): string {
  return printable(text.split("\n").map(plainText).join("\n"));
}

/** A result as JSON, in ways to write it on which nobody acts: read back, it is the same. */
export function printableJson(value: unknown): string {
  const escaped = (character: string) =>
    [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`)
      .join("");
  return `${JSON.stringify(value, null, 2).replace(ACTS, escaped)}\n`;
}
