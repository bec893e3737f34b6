/** A call to GitHub that the action makes. */
export interface GitHubCall {
  /** As GitHub's documentation writes it. */
  readonly route: string;
  /** What a workflow writes under `permissions:`; null: every token may. */
  readonly permission: string | null;
  /** What in the action makes it. */
  readonly features: readonly ("comment" | "report" | "baseline")[];
  readonly why: string;
}

/** Every call, and the least permission that it needs. docs/action-reference.md is made from it, and it is checked against recorded calls. */
export const GITHUB_CALLS: readonly GitHubCall[] = [
  {
    route: "POST /graphql",
    permission: null,
    features: ["comment"],
    why: "whose comments are our own: `viewer { login }`",
  },
  {
    route: "GET /user",
    permission: null,
    features: ["comment"],
    why: "the same, where GraphQL does not answer it",
  },
  {
    route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
    permission: "pull-requests: read",
    features: ["comment"],
    why: "finds the comment, over all pages",
  },
  {
    route: "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
    permission: "pull-requests: read",
    features: ["comment"],
    why: "sees that nobody has written in between",
  },
  {
    route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    permission: "pull-requests: write",
    features: ["comment"],
    why: "the first comment of a pull request",
  },
  {
    route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    permission: "pull-requests: write",
    features: ["comment"],
    why: "every comment after it",
  },
  {
    route: "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
    permission: "pull-requests: write",
    features: ["comment"],
    why: "removes a second comment, which jobs that began at once may have made",
  },
  {
    route: "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
    permission: "actions: read",
    features: ["report", "baseline"],
    why: "which evidence a run has left, over all pages",
  },
  {
    route: "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
    permission: "actions: read",
    features: ["report", "baseline"],
    why: "the evidence itself",
  },
  {
    route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
    permission: "pull-requests: read",
    features: ["report"],
    why: "whether the pull request is of the commit that was run",
  },
  {
    route: "GET /repos/{owner}/{repo}/compare/{basehead}",
    permission: "contents: read",
    features: ["baseline"],
    why: "at which commit of the base branch the pull request's branch begins",
  },
  {
    route: "GET /repos/{owner}/{repo}/actions/runs",
    permission: "actions: read",
    features: ["baseline"],
    why: "which runs the base branch has of that commit",
  },
];

/** The permission that a call's feature needs as a whole, of what the call itself is about; null: none is known. */
export function permissionFor(method: string, path: string): string | null {
  const call = GITHUB_CALLS.find(({ route }) => patternOf(route).test(`${method} ${path}`));
  const [scope, level] = call?.permission?.split(": ") ?? [];
  if (call === undefined || scope === undefined) return null;
  const isWritten = GITHUB_CALLS.some(
    ({ features, permission }) =>
      features.some((each) => call.features.includes(each)) && permission === `${scope}: write`,
  );
  return `${scope}: ${isWritten ? "write" : level}`;
}

function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replace(/\{\w+\}/g, "[^/]+")}$`);
}
