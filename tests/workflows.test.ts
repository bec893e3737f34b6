import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const root = new URL("..", import.meta.url).pathname;

const stepSchema = z.looseObject({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() });
const jobSchema = z.looseObject({
  permissions: z.record(z.string(), z.enum(["read", "write"])),
  "timeout-minutes": z.number(),
  steps: z.array(stepSchema),
});
const workflowSchema = z.looseObject({
  permissions: z.strictObject({}),
  concurrency: z.looseObject({ group: z.string() }),
  jobs: z.record(z.string(), jobSchema),
});

const { inputs } = z
  .looseObject({ inputs: z.record(z.string(), z.unknown()) })
  .parse(parse(readFileSync(join(root, "action.yml"), "utf8")));

const files = [".github/workflows", "examples/workflows"].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
);

test.each(files)("%s: no rights but those of its jobs, a deadline, actions that nobody can exchange", (file) => {
  const { jobs } = workflowSchema.parse(parse(readFileSync(join(root, file), "utf8")));
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  for (const { uses } of steps)
    expect(uses ?? "./").toMatch(/^(\.\/|org\/wa-routing@v\d+|[\w.-]+\/[\w./-]+@[0-9a-f]{40})$/);
  const ours = steps.filter(({ uses }) => uses === "./" || uses?.startsWith("org/wa-routing@"));
  for (const { with: given = {} } of ours)
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
  expect(file.startsWith("examples/") ? ours.length : 1).toBeGreaterThan(0);
});
