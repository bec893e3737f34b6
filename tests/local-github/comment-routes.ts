import { findComment, type LocalComment } from "./repository.ts";
import { type Answer, type Call, notFound, page, type Route } from "./route.ts";

const LONGEST_BODY = 65_536;

/** Comments of pull requests, and who asks. */
export const commentRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/graphql",
    permission: null,
    answer: ({ login }) => ({ status: 200, body: { data: { viewer: { login } } } }),
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/pulls/{pull_number}",
    permission: "pull-requests: read",
    answer: ({ repository, path }) => {
      const pull = repository.pulls.get(Number(path.pull_number));
      return pull === undefined ? notFound : { status: 200, body: pull };
    },
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    permission: "pull-requests: read",
    answer: (call) => {
      const comments = call.repository.comments.get(Number(call.path.issue_number));
      if (comments === undefined) return notFound;
      const path = `/repos/${call.repository.name}/issues/${call.path.issue_number}/comments`;
      return page(
        call,
        path,
        comments.toSorted((left, right) => left.id - right.id),
      );
    },
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/issues/comments/{comment_id}",
    permission: "pull-requests: read",
    answer: (call) => {
      const found = commentOf(call);
      return found === null ? notFound : { status: 200, body: found };
    },
  },
  {
    method: "POST",
    path: "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    permission: "pull-requests: write",
    answer: (call) => {
      const list = call.repository.comments.get(Number(call.path.issue_number));
      const refused = list === undefined ? notFound : refusedBody(call);
      if (list === undefined || refused !== null) return refused ?? notFound;
      const id = call.repository.nextId++;
      const at = new Date().toISOString();
      const html_url = `${call.origin}/${call.repository.name}/pull/${call.path.issue_number}#issuecomment-${id}`;
      const comment: LocalComment = {
        ...{ id, html_url, user: { login: call.login }, created_at: at, updated_at: at },
        body: String(call.body.body),
      };
      return {
        status: 201,
        body: { ...comment },
        effect: () => {
          comment.updated_at = new Date().toISOString();
          list.push(comment);
        },
      };
    },
  },
  {
    method: "PATCH",
    path: "/repos/{owner}/{repo}/issues/comments/{comment_id}",
    permission: "pull-requests: write",
    answer: (call) => {
      const comment = commentOf(call);
      const refused = comment === null ? notFound : refusedBody(call);
      if (comment === null || refused !== null) return refused ?? notFound;
      const body = String(call.body.body);
      return {
        status: 200,
        body: { ...comment, body },
        effect: () => Object.assign(comment, { body, updated_at: new Date().toISOString() }),
      };
    },
  },
  {
    method: "DELETE",
    path: "/repos/{owner}/{repo}/issues/comments/{comment_id}",
    permission: "pull-requests: write",
    answer: ({ repository, path }) => {
      const id = Number(path.comment_id);
      if (findComment(repository, id) === null) return notFound;
      const effect = () => {
        const found = findComment(repository, id);
        found?.list.splice(found.index, 1);
      };
      return { status: 204, body: null, effect };
    },
  },
];

function commentOf({ repository, path }: Call): LocalComment | null {
  const found = findComment(repository, Number(path.comment_id));
  return found?.list[found.index] ?? null;
}

function refusedBody({ body }: Call): Answer | null {
  if (typeof body.body === "string" && [...body.body].length <= LONGEST_BODY) return null;
  const message = `Body is too long (maximum is ${LONGEST_BODY} characters)`;
  return {
    status: 422,
    body: {
      message: "Validation Failed",
      errors: [{ resource: "IssueComment", code: "unprocessable", field: "data", message }],
      documentation_url: "https://docs.github.com/rest/issues/comments",
      status: "422",
    },
  };
}
