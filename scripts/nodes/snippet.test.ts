import { expect, test } from "vitest";
import { pastedInto, snippetsIn } from "./snippet.ts";

const README = 'A\n\n```ts\nimport { a } from "a";\n\nawait a();\n```\n\n```\nno code\n```\n\n```js\nb();\n```\n';

test("snippets are found with their lines", () => {
  expect(snippetsIn(README)).toEqual([
    { language: "ts", line: 3, code: 'import { a } from "a";\n\nawait a();\n' },
    { language: "js", line: 13, code: "b();\n" },
  ]);
});

test("pasted into a runner, what it imports stands above the test", () => {
  const [snippet] = snippetsIn(README);
  expect(pastedInto("node:test", snippet as { code: string })).toBe(
    'import { test } from "node:test";\nimport { a } from "a";\ntest("snippet", async () => {\n\nawait a();\n\n});\n',
  );
});
