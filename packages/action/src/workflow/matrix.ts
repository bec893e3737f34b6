import { createHash } from "node:crypto";
import { z } from "zod";

const matrixSchema = z.record(z.string(), z.json()).nullable();

const LONGEST = 80;

/**
 * Which leg of a matrix a job is: its values in words. None: there is no matrix.
 *
 * @param text The `matrix` context as JSON; undefined: it was not handed in.
 * @throws Error where it is something else.
 */
export function readMatrix(text: string | undefined): readonly string[] {
  const matrix = text === undefined ? null : parse(text);
  return Object.values(matrix ?? {}).map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
}

function parse(text: string): z.output<typeof matrixSchema> {
  try {
    return matrixSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(`the input matrix is ${JSON.stringify(text)}\n  expected the job's matrix as JSON\n→ leave it out`);
  }
}

/**
 * The name of what a job leaves: that of no other job, leg or step of the workflow is the same.
 *
 * @param parts What tells them apart.
 */
export function nameOfLeg(base: string, parts: readonly string[]): string {
  const apart = parts.filter((part) => part !== "");
  const name = [base, ...apart.map((part) => part.replace(/[^\w.]+/g, "-").replace(/^-|-$/g, ""))].join("--");
  // What was lost in writing would make two of them one.
  const isWhole = name.length <= LONGEST && apart.every((part) => /^[\w.]+(-[\w.]+)*$/.test(part));
  if (isWhole) return name;
  const hash = createHash("sha256").update(JSON.stringify(apart)).digest("hex").slice(0, 8);
  return `${name.slice(0, LONGEST)}--${hash}`;
}
