import { expect, test } from "vitest";
import { checkPullRequest, type FinishedRun, type PullRequest } from "./check-origin.ts";

const run: FinishedRun = {
  id: 1,
  number: 1,
  attempt: 1,
  sha: "a".repeat(40),
  workflow: "w",
  headRepository: "them/fork",
};
const pull: PullRequest = { number: 7, sha: run.sha, headRepository: "them/fork", baseBranch: "main" };

test("a pull request of this commit, from this repository", () => {
  expect(() => checkPullRequest(run, pull)).not.toThrow();
});

test.each([
  [
    "another pull request's commit",
    { sha: "b".repeat(40) },
    /whose commit is bbbbbbbbbbbb, and it was made of aaaaaaaaaaaa/,
  ],
  ["another fork", { headRepository: "else/fork" }, /lies in else\/fork, and it was made in them\/fork/],
  ["a fork that is gone", { headRepository: null }, /a repository that is gone/],
])("refused: %s", (_, changes, sentence) => {
  expect(() => checkPullRequest(run, { ...pull, ...changes })).toThrow(sentence);
});

test("two repositories that are gone are not the same one", () => {
  const gone = { headRepository: null };
  expect(() => checkPullRequest({ ...run, ...gone }, { ...pull, ...gone })).toThrow("a repository that is gone");
});
