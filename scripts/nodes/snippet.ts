/** A piece of code in a document. */
export interface Snippet {
  readonly language: "ts" | "js";
  /** Counted from 1. */
  readonly line: number;
  readonly code: string;
}

/** Every TypeScript and JavaScript snippet of a Markdown text, in its order. */
export function snippetsIn(markdown: string): Snippet[] {
  return [...markdown.matchAll(/^```(ts|js)\n(.*?)^```$/gms)].map(({ 1: language, 2: code = "", index }) => ({
    language: language as Snippet["language"],
    line: markdown.slice(0, index).split("\n").length,
    code,
  }));
}

/** How test runners take an asynchronous test. */
export const TEST_RUNNERS = {
  vitest: { head: 'import { test } from "vitest";', open: 'test("snippet", async () => {', close: "}, 120_000);" },
  jest: { head: "", open: 'test("snippet", async () => {', close: "}, 120_000);" },
  mocha: { head: "", open: 'it("snippet", async () => {', close: "}).timeout(120_000);" },
  "node:test": { head: 'import { test } from "node:test";', open: 'test("snippet", async () => {', close: "});" },
} as const;

export type TestRunner = keyof typeof TEST_RUNNERS;

/** The file of a test into which a snippet was pasted: its imports first, the rest as the body of a test. */
export function pastedInto(runner: TestRunner, { code }: Pick<Snippet, "code">): string {
  const { head, open, close } = TEST_RUNNERS[runner];
  const lines = code.split("\n");
  const isImport = (line: string) => line.startsWith("import ");
  return [head, ...lines.filter(isImport), open, ...lines.filter((line) => !isImport(line)), close, ""].join("\n");
}
