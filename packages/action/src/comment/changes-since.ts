import type { CheckDigest } from "./comment-section.ts";

/** What differs between two commits, a sentence for each check, in the order in which the later one names them. */
export function changesSince(previous: CheckDigest, now: CheckDigest): string[] {
  const names = [...new Set([...Object.keys(now), ...Object.keys(previous)])];
  if (Object.keys(now).length === 0 && names.length > 0) return [`nothing was judged, ${names.length} were before`];
  return names.flatMap((name) => {
    const [was, is] = [verdictIn(previous, name), verdictIn(now, name)];
    if (was === is) return [];
    if (is === undefined) return [`${name}: no longer judged, was ${was}`];
    return [`${name}: ${is}, was ${was ?? "not judged"}`];
  });
}

/** Whether two commits have the same verdict for every check. */
export function isSameDigest(left: CheckDigest, right: CheckDigest): boolean {
  return changesSince(left, right).length === 0;
}

function verdictIn(digest: CheckDigest, name: string) {
  return Object.hasOwn(digest, name) ? digest[name] : undefined;
}
