import type { Check } from "@wa-routing/protocol";
import { shortened } from "./terminal-text.ts";

const LONGEST_TEXT = 240;

/** A text whose middle is left out where it is long. */
export function shortText(text: string, longest = LONGEST_TEXT): string {
  return shortened(text, longest);
}

/** Checks with the middle of every long text left out. */
export function withShortTexts(checks: readonly Check[]): Check[] {
  return checks.map((check) => ({
    ...check,
    title: shortText(check.title),
    summary: shortText(check.summary),
    because: check.because === null ? null : shortText(check.because),
    advice: check.advice === null ? null : shortText(check.advice),
  }));
}

/** Checks that do not say why they can be believed, where they passed. */
export function withoutGrounds(checks: readonly Check[]): Check[] {
  return checks.map((check) => (check.verdict === "pass" ? { ...check, because: null } : check));
}
