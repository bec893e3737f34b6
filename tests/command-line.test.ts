import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "./command.ts";
import { commandHere } from "./command-here.ts";

const folder = temporaryFolder();
const before = process.cwd();
beforeAll(() => process.chdir(folder.path));
afterAll(() => {
  process.chdir(before);
  folder.remove();
});

/** What a command says through the library that completes, which prints with console.log. */
async function completed(...args: string[]): Promise<string> {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  expect(await commandHere("complete", ...args)).toEqual({ code: 0, stdout: "", stderr: "" });
  return lines.join("\n");
}

describe("completion", () => {
  const offered = async (...words: string[]) =>
    (await completed("--", ...words)).split("\n").flatMap((line) => (/^:|^$/.test(line) ? [] : [line.split("\t")[0]]));

  test.each([
    ["commands", ["sel"], ["selftest"]],
    ["commands of commands", ["serve", "mod"], ["model-server"]],
    ["options", ["run", "--envoy-"], ["--envoy-url", "--envoy-bin"]],
    ["values of an option", ["run", "--environment", "e"], ["embedded", "existing"]],
    ["values of an argument", ["up", ""], ["embedded", "standalone"]],
    ["nothing that is not for people", ["superv"], []],
  ])("of %s", async (_, words, expected) => expect(await offered(...words)).toEqual(expect.arrayContaining(expected)));

  test("what bash is given is a script that bash takes", async () => {
    const script = await completed("bash");
    expect(spawnSync("bash", ["-n"], { input: script }).status).toBe(0);
    expect(script).toContain("wa-routing complete -- ");
  });

  test("another shell is refused", async () => {
    expect(await commandHere("complete", "tcsh")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("bash, zsh, fish"),
    });
    expect(await commandHere("complete")).toMatchObject({ code: 2 });
  });
});

describe("help", () => {
  test("of the environment: each option of run has its variable", async () => {
    const { code, stdout } = await commandHere("help", "environment");
    expect(code).toBe(0);
    for (const name of ["ENVOY_URL", "TRIALS", "ROUTER_LOG", "EPP_BIN", "JSON"]) {
      expect(stdout).toMatch(new RegExp(`^[ *] WA_ROUTING_${name}$`, "m"));
    }
  });

  test("of a command of a command", async () => {
    expect((await commandHere("help", "serve", "simulator")).stdout).toMatch(
      /^Usage: (npx )?wa-routing serve simulator/,
    );
  });

  test.each([
    [["help", "nonsense"]],
    [["nonsense", "--help"]],
    [["--help", "nonsense"]],
    [["scenarios", "lst", "--help"]],
  ])("%j: there is no such command", async (args) => {
    const { code, stdout, stderr } = await commandHere(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: .*'(nonsense|lst)'/);
  });

  test("of a command that there is", async () => {
    expect(await commandHere("scenarios", "list", "--help")).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("a configuration file in the working folder", () => {
  beforeAll(() => writeFileSync("wa-routing.config.yaml", "envoy-url: http://127.0.0.1:9\ntrials: 2\n"));
  afterEach(() => vi.unstubAllEnvs());

  test("is read by run, and an error names the line that gave the option", async () => {
    const { code, stderr } = await commandHere("run", "--environment", "embedded");
    expect(code).toBe(2);
    expect(stderr).toContain("--envoy-url was given by wa-routing.config.yaml:1:1");
  }, 60_000);

  test("yields to a variable, and both to a flag", async () => {
    vi.stubEnv("WA_ROUTING_ENVOY_URL", "ftp://x");
    expect((await commandHere("run")).stderr).toContain('--envoy-url is "ftp://x"');
    expect((await commandHere("run", "--envoy-url", "nowhere")).stderr).toContain('--envoy-url is "nowhere"');
  }, 60_000);
});
