import { expect, test } from "vitest";
import { ActionJob } from "./action-job.ts";
import { bundledAction } from "./bundle.ts";

const built = bundledAction();

const FEW = {
  seed: "x",
  trials: "-1",
  comment: "maybe",
  scenarios: "nonsense",
  pr: "3",
  "router-metrics-token": "s3cret",
};
const MORE = { mode: "m", timeout: "t", matrix: "m", gate: "g", epp: "e", "fail-on": "f" };

test("all that is wrong is said at once, before anything is started, with inputs named and secrets masked first", async () => {
  const job = new ActionJob({ ...built });
  const { code, commands, outputs, stdout, stderr, summary } = await job.step(FEW);
  expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
  expect(stdout).toMatch(/^::add-mask::s3cret\n/);
  expect(commands.filter(({ name }) => name === "error").map(({ data }) => data)).toEqual([
    expect.stringContaining("there is no input pr\n"),
    expect.stringMatching(/the input comment is "maybe".*\n {2}expected one of/),
    expect.stringContaining('the input seed is "x"'),
    expect.stringContaining('the input trials is "-1"'),
    expect.stringContaining("the input router-metrics-token belongs to"),
    expect.stringContaining('there is no scenario "nonsense"'),
  ]);
  expect(outputs).toMatchObject({ verdict: "", "run-dir": "", "exit-code": "2", "comment-url": "" });
  expect(summary).toMatch(/^## Workload-aware routing: nothing was measured\n\n> there is no input pr/);
  expect(commands.some(({ name }) => name === "group")).toBe(false);
});

test("beside the step there are ten at most, in the summary all", async () => {
  const job = new ActionJob({ ...built });
  const { commands, summary } = await job.step({ ...FEW, ...MORE });
  const errors = commands.filter(({ name }) => name === "error");
  expect(errors).toHaveLength(10);
  expect(errors.at(-1)?.data).toBe("2 more are in the summary of the step");
  expect(summary.match(/^> (the|there) .*/gm)).toHaveLength(11);
});
