import { afterAll, expect, test } from "vitest";
import { badInputs } from "./bad-inputs.ts";
import { command, startCommand, temporaryFolder } from "./command.ts";
import { commandHere } from "./command-here.ts";

const folder = temporaryFolder();
afterAll(folder.remove);

test.each(badInputs(folder.path))("wa-routing $args", async ({ args, input, says }) => {
  // What reads standard input does so in a process of its own.
  const { code, stdout, stderr } = await (input === undefined
    ? commandHere(...args)
    : startCommand(args, { input, cwd: folder.path }).finished);
  expect(stderr).toMatch(says);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).not.toMatch(/\n\s+at |undefined|\[object Object\]|s3cret/);
});

test("a process ends with that code and says the same", async () => {
  const args = ["run", "--environment", "existing"];
  const { code, stdout, stderr } = await command(...args);
  expect({ code, stdout, stderr }).toEqual(await commandHere(...args));
  expect(code).toBe(2);
});
