import { type CommentSection, type CommentVersion, compareVersions } from "./comment-section.ts";

/** A comment of ours, as it was read. */
export interface StandingComment {
  readonly id: number;
  readonly url: string;
  readonly body: string;
  /** The newest of each leg. */
  readonly sections: readonly CommentSection[];
}

/** What a leg knows when it decides what to do next. Times are of its own clock. */
export interface Situation {
  /** By id, the lowest first. */
  readonly comments: readonly StandingComment[];
  /** For how long the comments are known to have been as they are. */
  readonly unchangedMs: number;
  /** How long ago the last own write was answered; null: nothing was written. */
  readonly sinceWriteMs: number | null;
  readonly isFirstLook: boolean;
  readonly leg: string;
  readonly version: CommentVersion;
  readonly settleMs: number;
  /** Where in the time over which legs spread themselves this one stands: from 0 to below 1, drawn anew for each look. */
  readonly die: number;
}

export type NextStep =
  | { readonly step: "wait"; readonly waitMs: number }
  | { readonly step: "create" }
  | { readonly step: "update"; readonly comment: StandingComment }
  | { readonly step: "remove"; readonly comments: readonly StandingComment[] }
  | { readonly step: "done"; readonly comment: StandingComment };

/**
 * What a leg does next, so that legs which know nothing of each other end with one comment that has all of their sections.
 *
 * GitHub has no conditional update, so a write may undo what another leg wrote after this one had read. Therefore nobody writes
 * before the comments have been left alone for longer than a write takes, and everybody looks again after the last write that may
 * have been under way with its own. Why that is enough: docs/decisions/0016-one-comment-many-legs.md.
 */
export function nextStep(situation: Situation): NextStep {
  const { comments, unchangedMs, sinceWriteMs, isFirstLook, settleMs, die } = situation;
  const writeMs = longestWriteMs(settleMs);
  const [winner, ...duplicates] = comments;
  if (winner === undefined) {
    // Whoever comes first creates it; the others, who look again before they do, find it.
    return isFirstLook ? { step: "wait", waitMs: die * 2 * writeMs } : { step: "create" };
  }
  const isWritten = stands(situation, winner.sections) && !lacks(winner, duplicates);
  if (isWritten && duplicates.length === 0) {
    const leftMs = sinceWriteMs === null ? 0 : settleMs + writeMs - sinceWriteMs;
    return leftMs <= 0 ? { step: "done", comment: winner } : { step: "wait", waitMs: leftMs };
  }
  if (unchangedMs < writeMs) return { step: "wait", waitMs: writeMs - unchangedMs + die * writeMs };
  return isWritten ? { step: "remove", comments: duplicates } : { step: "update", comment: winner };
}

/**
 * The longest time from the beginning of the read that a write rests on until everybody sees that write: the read may be
 * `settleMs` old when the write is sent, and the write may take as long.
 */
export function longestWriteMs(settleMs: number): number {
  return 2 * settleMs;
}

function stands({ leg, version, sinceWriteMs }: Situation, sections: readonly CommentSection[]): boolean {
  const standing = sections.find(({ facts }) => facts.leg === leg);
  if (standing === undefined) return false;
  const difference = compareVersions(standing.facts.version, version);
  return difference > 0 || (difference === 0 && sinceWriteMs !== null);
}

/** Whether a duplicate has a section that the winner has not, or has only in an older version. */
function lacks(winner: StandingComment, duplicates: readonly StandingComment[]): boolean {
  return duplicates
    .flatMap(({ sections }) => sections)
    .some(({ facts }) => {
      const same = winner.sections.find((section) => section.facts.leg === facts.leg);
      return same === undefined || compareVersions(same.facts.version, facts.version) < 0;
    });
}
