import { changesSince, isSameDigest } from "./changes-since.ts";
import type { CommentRequest } from "./comment-request.ts";
import {
  type CommentSection,
  type CommentVersion,
  compareVersions,
  newestSections,
  type SectionFacts,
} from "./comment-section.ts";

/** The section to be written, given what stands in its place now; undefined: nothing does. */
export function ownSection(request: CommentRequest, standing: CommentSection | undefined): CommentSection {
  const { identity, version, verdict, digest } = request;
  const before = earlierCommit(standing?.facts, version.sha);
  const { full, short } = request.section(before === null ? null : changesSince(before.digest, digest));
  return { facts: { leg: identity.leg, version, verdict, digest, before, short }, text: full };
}

// Another attempt at the same commit is compared with what the commit before it showed.
function earlierCommit(standing: SectionFacts | undefined, sha: string): SectionFacts["before"] {
  if (standing === undefined) return null;
  return standing.version.sha === sha ? standing.before : { digest: standing.digest };
}

/** Why nothing is written; null: something is. */
export function reasonToLeave(
  { when, version, verdict, digest }: CommentRequest,
  standing: CommentSection | undefined,
): string | null {
  const newer = newerReason(version, standing);
  if (newer !== null) return newer;
  if (when === "changes" && standing !== undefined && isSameVerdict(standing.facts, verdict, digest)) {
    return "no verdict differs from the last comment";
  }
  if (when === "problems" && verdict === "pass" && (standing?.facts.verdict ?? "pass") === "pass") {
    return "there is no problem, and the last comment shows none";
  }
  return null;
}

/** Who has reported since; null: nobody. */
export function newerReason(version: CommentVersion, standing: CommentSection | undefined): string | null {
  if (standing === undefined || compareVersions(standing.facts.version, version) <= 0) return null;
  const { runNumber, attempt } = standing.facts.version;
  return `run ${runNumber}, attempt ${attempt}, which is newer, has already reported`;
}

function isSameVerdict(facts: SectionFacts, verdict: CommentRequest["verdict"], digest: CommentRequest["digest"]) {
  return facts.verdict === verdict && isSameDigest(facts.digest, digest);
}

/** All legs' newest sections, with the own one in its place unless a newer one stands there. */
export function withOwnSection(request: CommentRequest, sections: readonly CommentSection[]): CommentSection[] {
  const newest = newestSections(sections);
  const standing = newest.find(({ facts }) => facts.leg === request.identity.leg);
  const own = ownSection(request, standing);
  const isOlder = standing !== undefined && compareVersions(standing.facts.version, own.facts.version) > 0;
  return isOlder ? newest : newestSections([own, ...newest]);
}
