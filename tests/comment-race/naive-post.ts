import { parseSections, renderComment } from "../../packages/action/src/comment/comment-body.ts";
import type { CommentOutcome, CommentRequest } from "../../packages/action/src/comment/comment-request.ts";
import { withOwnSection } from "../../packages/action/src/comment/own-section.ts";

/** The obvious way: read, merge, write. Right as long as nobody else does the same. */
export async function naivePost(request: CommentRequest): Promise<CommentOutcome> {
  const { apiUrl, token, repository, pullRequest, identity } = request;
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `token ${token}` };
    const answer = await fetch(`${apiUrl}/repos/${repository}/issues/${path}`, {
      ...{ method, headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return await answer.json();
  };
  const [found] = (await ask("GET", `${pullRequest}/comments`)) as { id: number; body: string }[];
  const sections = withOwnSection(request, parseSections(found?.body ?? ""));
  const body = renderComment(identity, sections, identity.leg);
  const written = await (found === undefined
    ? ask("POST", `${pullRequest}/comments`, { body })
    : ask("PATCH", `comments/${found.id}`, { body }));
  return { outcome: "posted", url: (written as { html_url: string }).html_url };
}
