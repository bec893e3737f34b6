import { expect, test } from "vitest";
import { annotationCommand, maskCommands, quoted, workflowCommand } from "./workflow-command.ts";

test.each([
  ["group", "a\n::error::b", {}, "::group::a%0A::error::b\n"],
  ["error", "50 %\r\nmore", { title: "a:b,c\nd" }, "::error title=a%3Ab%2Cc%0Ad::50 %25%0D%0Amore\n"],
  ["endgroup", "", {}, "::endgroup::\n"],
] as const)("%s is one line", (name, data, properties, line) => {
  expect(workflowCommand(name, data, properties)).toBe(line);
});

test("an annotation carries its title", () => {
  expect(annotationCommand({ level: "notice", title: "no comment", message: "403" })).toBe(
    "::notice title=no comment::403\n",
  );
});

test("of a secret with several lines each line is masked, too", () => {
  expect(maskCommands("one\ntwo\n")).toBe("::add-mask::one%0Atwo%0A\n::add-mask::one\n::add-mask::two\n");
  expect(maskCommands("one")).toBe("::add-mask::one\n");
});

test("what others wrote stands between two lines with a word that nobody can guess", () => {
  const [first, inside, last] = quoted("::error::mine").trimEnd().split("\n");
  expect(inside).toBe("::error::mine");
  const word = (first as string).replace("::stop-commands::", "");
  expect(last).toBe(`::${word}::`);
  expect(word).toMatch(/^[\da-f-]{36}$/);
  expect(quoted("x")).not.toContain(word);
});
