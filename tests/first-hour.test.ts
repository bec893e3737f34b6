import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { readConfigFile } from "../packages/runner/src/cli/config-file.ts";
import { createProgram } from "../packages/runner/src/cli/program.ts";
import { commandsOfTests, temporaryFolder } from "./command.ts";

const document = readFileSync(fileURLToPath(new URL("../docs/first-hour.md", import.meta.url)), "utf8");
const folder = temporaryFolder();
const startCommand = commandsOfTests();
// What runs beside these tests has a gateway of its own.
beforeAll(() => void vi.stubEnv("XDG_STATE_HOME", folder.path));
afterAll(folder.remove);
afterEach(() => vi.unstubAllEnvs());

interface Block {
  readonly walk: string;
  readonly exitCode: number;
  readonly commands: readonly string[];
}

/** The blocks that are run, under the heading of their walk. */
function blocksIn(markdown: string): Block[] {
  return markdown.split(/^## /m).flatMap((part) => {
    const walk = part.split("\n", 1)[0] ?? "";
    return [...part.matchAll(/^```sh(?: exit (\d))?\n(.*?)^```$/gms)].map(([, code = "0", text = ""]) => ({
      walk,
      exitCode: Number(code),
      commands: text.trimEnd().split("\n"),
    }));
  });
}

/** Addresses that `up` has printed stand for the words in capitals. */
function filledIn(command: string, printed: string): string {
  const row = (name: string) => new RegExp(`^ +${name} +(\\S+)$`, "m").exec(printed)?.[1] ?? "";
  return command
    .replace("GATEWAY", row("gateway"))
    .replace("ADMIN", row("its admin page"))
    .replace("METRICS", row("router metrics"))
    .replace("LOG", row("router log"));
}

const blocks = blocksIn(document);

test("each of the three walks has something to run", () => {
  expect([...new Set(blocks.map(({ walk }) => walk))]).toHaveLength(3);
});

describe("every command works as it is printed", () => {
  test.each(blocks)(
    "$walk: $commands",
    async ({ commands, exitCode }) => {
      vi.stubEnv("XDG_STATE_HOME", folder.path);
      let printed = "";
      for (const command of commands) {
        const [npx, name, ...words] = filledIn(command, printed).split(" ");
        expect([npx, name]).toEqual(["npx", "wa-routing"]);
        const ended = await startCommand(words, { cwd: folder.path }).finished;
        expect(ended.code, ended.stderr + ended.stdout).toBe(exitCode);
        printed = ended.stdout;
      }
    },
    300_000,
  );
});

test("the configuration file is one", async () => {
  const [, yaml = ""] = /^```yaml\n(.*?)^```$/ms.exec(document) ?? [];
  writeFileSync(`${folder.path}/wa-routing.config.yaml`, yaml);
  const run = createProgram().commands.find((command) => command.name() === "run");
  const options = run?.options.map(({ long }) => (long ?? "").slice(2)) ?? [];
  expect((await readConfigFile(folder.path, options))?.entries).toHaveLength(4);
});
