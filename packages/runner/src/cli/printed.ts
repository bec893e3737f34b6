import { plainText, withoutWorkflowCommands } from "@wa-routing/report";
import { asCalled } from "./called.ts";

// What JSON may hold as it is, and a terminal or GitHub Actions would act on; `\u` says the same.
const ACTS = /[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]|#(?=#\[)/gu;

/** Text for standard output or standard error: its commands work as printed; where GitHub Actions reads along, no line of it is one of those. */
export function printable(text: string): string {
  const called = asCalled(text);
  return process.env.GITHUB_ACTIONS === undefined ? called : withoutWorkflowCommands(called);
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
