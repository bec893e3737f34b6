import { expect, test } from "vitest";
import { Redactor } from "../publish/redactor.ts";
import { ActionLog } from "./action-log.ts";

function written(use: (log: ActionLog) => void): string[] {
  let text = "";
  use(new ActionLog(new Redactor(["hunter2"]), (more) => (text += more)));
  return text.trimEnd().split("\n");
}

test("groups follow one another, and one is never ended twice", () => {
  const lines = written((log) => {
    log.group("first\n::error::x");
    log.group("second");
    log.endGroup();
    log.endGroup();
  });
  expect(lines).toEqual(["::group::first%0A::error::x", "::endgroup::", "::group::second", "::endgroup::"]);
});

test("no secret is written, in whatever it is", () => {
  const lines = written((log) => {
    log.line("a hunter2");
    log.quote("b hunter2");
    log.group("c hunter2");
    log.annotate({ level: "error", title: "d hunter2", message: "e hunter2" });
  });
  expect(lines.join("\n")).not.toContain("hunter2");
  expect(lines.join("\n").match(/\*\*\*/g)).toHaveLength(5);
});

test("a line of our own is no command, whatever is in it", () => {
  const [v2, v1] = written((log) => {
    log.line("::error::x");
    log.line("a ##[error]x");
  });
  expect(v2).not.toMatch(/^\s*::/);
  expect(v1).not.toContain("##[");
});
