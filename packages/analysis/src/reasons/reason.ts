import type { CheckReason, Pass, ReasonCode } from "@wa-routing/protocol";
import { LOG_WORDS } from "./log-words.ts";
import { ORDER_WORDS } from "./order-words.ts";
import { REQUEST_WORDS } from "./request-words.ts";
import type { Situation } from "./situation.ts";
import type { Figures, Words } from "./words.ts";

/** Every reason for which a check does not pass: how it reads, and what a reader can do. */
export const REASON_WORDS = { ...REQUEST_WORDS, ...ORDER_WORDS, ...LOG_WORDS } satisfies Readonly<
  Record<ReasonCode, unknown>
>;

/** What each reason rests on. */
export type ReasonFigures = { readonly [Code in ReasonCode]: Parameters<(typeof REASON_WORDS)[Code]["says"]>[0] };

/** Why a check did not pass, as data. */
export type Reason = {
  [Code in ReasonCode]: { readonly code: Code; readonly figures: ReasonFigures[Code] };
}[ReasonCode];

/** A reason with what it rests on. */
export function reason<Code extends ReasonCode>(code: Code, figures: ReasonFigures[Code]): Reason {
  return { code, figures } as unknown as Reason;
}

/** A reason as one sentence. */
export function reasonText({ code, figures }: Reason): string {
  return wordsOf(code).says(figures);
}

/** What a reader can do about a reason of a scenario in their situation; null: nothing. */
export function reasonAdvice({ code, figures }: Reason, situation: Situation, scenario: string): string | null {
  return wordsOf(code).advise(situation, figures, scenario);
}

/** A reason as checklist.json has it. */
export function checkReason({ code, figures }: Reason, scenario: string, pass: Pass | undefined): CheckReason {
  return { code, scenario, ...(pass === undefined ? {} : { pass }), figures: { ...figures } as Figures };
}

function wordsOf(code: ReasonCode): Words<Figures> {
  return REASON_WORDS[code] as unknown as Words<Figures>;
}
