import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CommentOutcome, CommentRequest } from "../packages/action/src/comment/comment-request.ts";
import { postComment } from "../packages/action/src/comment/post-comment.ts";
import { GITHUB_CALLS } from "../packages/action/src/github/permissions.ts";
import { type Fault, type LocalGitHub, startLocalGitHub } from "./local-github/local-github.ts";

const BOT = "github-actions[bot]";
const SETTLE_MS = 20;

let github: LocalGitHub;

beforeEach(async () => {
  github = await startLocalGitHub({
    tokens: {
      writer: { login: BOT, permissions: ["pull-requests: write"] },
      reader: { login: BOT, permissions: ["pull-requests: read"] },
      nothing: { login: BOT, permissions: [] },
      stranger: { login: "mallory", permissions: ["pull-requests: write"] },
    },
  });
});

afterEach(() => github[Symbol.asyncDispose]());

function request(over: Partial<CommentRequest> = {}): CommentRequest {
  return {
    token: "writer",
    apiUrl: github.apiUrl,
    repository: "octo/widgets",
    pullRequest: 7,
    identity: { workflow: "routing", key: "", leg: "smoke" },
    version: { sha: "a".repeat(40), runNumber: 1, attempt: 1 },
    when: "always",
    verdict: "pass",
    digest: { "functional.no-errors": "pass" },
    section: (changes) => ({ full: `### smoke\n\nchanges: ${JSON.stringify(changes)}`, short: "### smoke, short" }),
    settleMs: SETTLE_MS,
    ...over,
  };
}

const version = (runNumber: number, sha = String(runNumber)) => ({ sha: sha.repeat(40), runNumber, attempt: 1 });
const leg = (name: string) => ({ workflow: "routing", key: "", leg: name });
const comments = () => github.repository.comments.get(7) ?? [];
const ours = () => comments().filter(({ body }) => body.includes("<!-- wa-routing-comment "));
const writes = () => github.calls.filter(({ route }) => /^(POST|PATCH|DELETE) \/repos/.test(route));

function addComments(count: number, body: string, login = "somebody") {
  for (let index = 0; index < count; index++) {
    const id = github.repository.nextId++;
    const at = "2026-01-01T00:00:00Z";
    comments().push({ id, html_url: `#${id}`, user: { login }, created_at: at, updated_at: at, body });
  }
}

describe("one comment", () => {
  test("is created once, and found again behind two pages of others", async () => {
    addComments(130, "a remark");
    const first = await postComment(request());
    expect(first).toEqual({ outcome: "posted", url: ours()[0]?.html_url });
    addComments(120, "another remark");
    await postComment(request({ identity: leg("nightly") }));
    expect(ours()).toHaveLength(1);
    expect(ours()[0]?.body.match(/<!-- wa-routing-section /g)).toHaveLength(2);
  });

  test("is one for each workflow and key", async () => {
    for (const identity of [leg("a"), { ...leg("a"), key: "other" }, { ...leg("a"), workflow: "nightly" }]) {
      await postComment(request({ identity }));
    }
    expect(ours()).toHaveLength(3);
  });

  test("is never somebody else's, whatever that one begins with", async () => {
    await postComment(request());
    const body = ours()[0]?.body ?? "";
    comments().splice(0);
    addComments(1, body, "mallory");
    await postComment(request());
    expect(comments().map(({ user }) => user.login)).toEqual(["mallory", BOT]);
    expect(comments()[0]?.body).toBe(body);
  });

  test("is the lowest of several, and takes over what the others say before they are removed", async () => {
    await postComment(request({ identity: leg("left") }));
    const [left] = comments().splice(0);
    await postComment(request({ identity: leg("right") }));
    comments().unshift({ ...(left as NonNullable<typeof left>) });
    await postComment(request({ identity: leg("own") }));
    expect(comments().map(({ id }) => id)).toEqual([left?.id]);
    expect(comments()[0]?.body.match(/<!-- wa-routing-section /g)).toHaveLength(3);
  });
});

describe("a section", () => {
  const digest = { "functional.no-errors": "fail" } as const;

  test("says what changed since its last commit, also when a commit is tried again", async () => {
    await postComment(request({ version: version(1) }));
    expect(ours()[0]?.body).toContain("changes: null");
    const changed = 'changes: ["functional.no-errors: fail, was pass"]';
    await postComment(request({ version: version(2), digest, verdict: "fail" }));
    expect(ours()[0]?.body).toContain(changed);
    await postComment(request({ version: { ...version(2), attempt: 2 }, digest, verdict: "fail" }));
    expect(ours()[0]?.body).toContain(changed);
    await postComment(request({ version: version(3), digest, verdict: "fail" }));
    expect(ours()[0]?.body).toContain("changes: []");
  });

  test("of an older run never replaces a newer one", async () => {
    await postComment(request({ version: version(5) }));
    const before = ours()[0]?.body;
    const outcome = await postComment(request({ version: version(4), digest, verdict: "fail" }));
    expect(outcome).toEqual({
      outcome: "unchanged",
      url: ours()[0]?.html_url,
      reason: "run 5, attempt 1, which is newer, has already reported",
    });
    expect(ours()[0]?.body).toBe(before);
  });

  test.each([
    ["always", ["posted", "posted", "posted", "posted", "posted"]],
    ["changes", ["posted", "unchanged", "posted", "unchanged", "posted"]],
    ["problems", ["unchanged", "unchanged", "posted", "posted", "posted"]],
  ] as const)("is posted %s", async (when, expected) => {
    const outcomes: CommentOutcome["outcome"][] = [];
    for (const [index, verdict] of (["pass", "pass", "fail", "fail", "pass"] as const).entries()) {
      const digest = { "functional.no-errors": verdict };
      outcomes.push((await postComment(request({ when, verdict, digest, version: version(index + 1) }))).outcome);
    }
    expect(outcomes).toEqual(expected);
  });

  test("is cut to its short form where the comment has no room, and the own one last", async () => {
    const long = (name: string) => () => ({ full: `${name} ${"ä".repeat(20_000)}`, short: `${name}, short` });
    await postComment(request({ identity: leg("bad"), verdict: "fail", section: long("bad") }));
    await postComment(request({ identity: leg("good"), section: long("good") }));
    await postComment(request({ identity: leg("own"), section: long("own") }));
    const [{ body = "" } = {}] = ours();
    expect(body).toContain("good, short");
    expect(body).toContain("bad, short");
    expect(body).toContain("own ä");
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536);
  });
});

test("a comment that has no room left is refused, and stays as it is", async () => {
  await postComment(request({ identity: leg("first") }));
  const before = ours()[0]?.body;
  const short = "ä".repeat(33_000);
  const outcome = await postComment(request({ section: () => ({ full: short, short }) }));
  expect(outcome).toEqual({ outcome: "refused", notice: expect.stringMatching(/no room .* comment-key\.$/) });
  expect(ours()[0]?.body).toBe(before);
});

test("the local GitHub refuses a longer text than GitHub takes, in its words", async () => {
  const ask = async (length: number) => {
    const body = JSON.stringify({ body: "ä".repeat(length) });
    const url = `${github.apiUrl}/repos/octo/widgets/issues/7/comments`;
    return await fetch(url, { method: "POST", headers: { authorization: "token writer" }, body });
  };
  expect((await ask(65_536)).status).toBe(201);
  const refused = await ask(65_537);
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("Body is too long (maximum is 65536 characters)");
});

describe("no right to write", () => {
  test.each([
    ["no token", { token: "" }, /there is no token.*`pull-requests: write`/],
    ["a token that is not known", { token: "wrong" }, /does not accept the token \(401: Bad credentials/],
    ["a token that may only read", { token: "reader" }, /403 to POST .*`pull-requests: write`.*fork/],
    ["a token without any permission", { token: "nothing" }, /403 to GET .*`pull-requests: write`/],
    ["a pull request that is not there", { pullRequest: 8 }, /404 to GET .*Not Found/],
    ["an API that is down", { apiUrl: "http://127.0.0.1:9", budgetMs: 800 }, /127\.0\.0\.1:9 could not be reached/],
  ] as const)("%s is a notice, and no comment", async (_, over, notice) => {
    const outcome = await postComment(request(over));
    expect(outcome).toEqual({ outcome: "refused", notice: expect.stringMatching(notice) });
    expect(ours()).toEqual([]);
  });

  test("a read-only token's first write is its last", async () => {
    await postComment(request({ token: "reader" }));
    expect(writes()).toHaveLength(1);
  });
});

describe("an API that fails", () => {
  const secondary = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

  test.each<[string, Fault]>([
    ["5xx on reading", { route: /^GET/, times: 2, status: 502 }],
    ["5xx on writing", { route: /^POST \/repos/, times: 1, status: 500 }],
    ["a cut connection", { route: /^POST \/repos/, times: 1, status: null }],
    ["429 with Retry-After", { times: 1, status: 429, headers: { "retry-after": "1" } }],
    [
      "a secondary rate limit",
      { route: /^POST \/repos/, times: 1, status: 403, message: secondary, headers: { "retry-after": "1" } },
    ],
  ])("%s is got over", async (_, fault) => {
    github.faults.push(fault);
    expect(await postComment(request())).toMatchObject({ outcome: "posted" });
    expect(ours()).toHaveLength(1);
  });

  test.each<[string, Fault, RegExp]>([
    ["72 s of 403 without Retry-After", { status: 403, message: secondary }, /limits how often .*secondary rate limit/],
    ["an hour of 429", { status: 429, headers: { "retry-after": "3600" } }, /limits how often .*429/],
    ["422", { route: /^POST \/repos/, status: 422, message: "Validation Failed" }, /422: Validation Failed/],
    ["5xx that stays", { route: /^POST \/repos/, status: 503 }, /503 to POST/],
  ])("%s is given up within the budget, with a notice", async (_, fault, notice) => {
    github.faults.push(fault);
    const startMs = performance.now();
    const outcome = await postComment(request({ budgetMs: 2_000 }));
    expect(outcome).toEqual({ outcome: "refused", notice: expect.stringMatching(notice) });
    expect(performance.now() - startMs).toBeLessThan(3_000);
    expect(ours()).toEqual([]);
  });

  test.each<[string, Fault[]]>([
    ["GraphQL is not there, and whose token it is is asked in another way", [{ route: /graphql/, status: 404 }]],
    ["nobody says whose token it is", [{ route: /graphql|\/user$/, status: 404 }]],
    ["a comment is not found by itself", [{ route: /^GET .*\{comment_id\}$/, status: 404 }]],
  ])("%s: the comment is found and written again", async (_, faults) => {
    github.faults.push(...faults);
    await postComment(request());
    const again = await postComment(request({ version: version(2) }));
    expect(again).toMatchObject({ outcome: "posted" });
    expect(ours()).toHaveLength(1);
    expect(ours()[0]?.body).toContain("changes: []");
  });

  test("a notice never tells the token, whatever the API says", async () => {
    github.faults.push({ route: /^POST \/repos/, status: 422, message: "what is writer?" });
    const outcome = await postComment(request());
    expect(outcome).toEqual({ outcome: "refused", notice: expect.stringContaining("what is ***?") });
  });

  test("a cancelled job waits no longer", async () => {
    github.faults.push({ status: 502 });
    const outcome = await postComment(request({ signal: AbortSignal.timeout(100) }));
    expect(outcome).toEqual({ outcome: "refused", notice: "The comment was not written: the job was cancelled." });
  });
});

test("every call is one of the table, with the permission that GitHub asks for", async () => {
  await postComment(request());
  const [first] = comments().splice(0);
  await postComment(request({ identity: leg("other") }));
  comments().unshift(first as NonNullable<typeof first>);
  github.faults.push({ route: /graphql/, times: 1, status: 404 });
  await postComment(request({ version: version(2) }));
  const made = new Map(github.calls.map(({ route, permission }) => [route, permission]));
  const listed = GITHUB_CALLS.filter(({ features }) => features.includes("comment"));
  expect(Object.fromEntries(made)).toEqual(
    Object.fromEntries(listed.map(({ route, permission }) => [route, permission])),
  );
});
