import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { commandsOfTests, temporaryFolder } from "./command.ts";
import { commandHere } from "./command-here.ts";

const document = readFileSync(fileURLToPath(new URL("../docs/first-hour.md", import.meta.url)), "utf8");
const folder = temporaryFolder();
const startCommand = commandsOfTests();
// What runs beside these tests has a gateway of its own.
beforeAll(() => void vi.stubEnv("XDG_STATE_HOME", folder.path));
afterAll(folder.remove);
afterEach(() => vi.unstubAllEnvs());

type Block =
  | { readonly block: "commands"; readonly exitCode: number; readonly lines: readonly string[] }
  | { readonly block: "config"; readonly text: string };

interface Walk {
  readonly walk: string;
  readonly blocks: readonly Block[];
}

/** Under each heading: the commands that are run there and the configuration file that they read, in their order. */
function walksIn(markdown: string): Walk[] {
  const [, ...parts] = markdown.split(/^## /m);
  return parts.map((part) => ({
    walk: part.split("\n", 1)[0] ?? "",
    blocks: [...part.matchAll(/^```(sh|yaml)(?: exit (\d))?\n(.*?)^```$/gms)].map(
      ([, language, code = "0", text = ""]): Block =>
        language === "yaml"
          ? { block: "config", text }
          : { block: "commands", exitCode: Number(code), lines: text.trimEnd().split("\n") },
    ),
  }));
}

const ADDRESSES = { GATEWAY: "gateway", ADMIN: "its admin page", METRICS: "router metrics", LOG: "router log" };

/** Addresses that `up` has printed stand for the words in capitals. */
function filledIn(text: string, printed: string): string {
  return text.replace(/\b(?:GATEWAY|ADMIN|METRICS|LOG)\b/g, (word) => {
    const name = ADDRESSES[word as keyof typeof ADDRESSES];
    const [, address] = new RegExp(`^ +${name} +(\\S+)$`, "m").exec(printed) ?? [];
    if (address === undefined) throw new Error(`${word}: nothing has been printed as "${name}"`);
    return address;
  });
}

const walks = walksIn(document);

test("each of the three walks has something to run", () => {
  expect(walks.map(({ blocks }) => blocks.length > 0)).toEqual([true, true, true]);
});

// Each in a folder of its own: no walk may need what another has made.
test.each(walks)(
  "$walk: every block works as it is printed",
  async ({ walk, blocks }) => {
    vi.stubEnv("XDG_STATE_HOME", folder.path);
    const cwd = join(folder.path, walk);
    mkdirSync(cwd);
    try {
      let printed = "";
      for (const block of blocks) {
        if (block.block === "config") {
          writeFileSync(join(cwd, "wa-routing.config.yaml"), filledIn(block.text, printed));
          continue;
        }
        for (const line of block.lines) {
          const [npx, name, ...words] = filledIn(line, printed).split(" ");
          expect([npx, name]).toEqual(["npx", "wa-routing"]);
          const { code, stdout, stderr } = await startCommand(words, { cwd }).finished;
          expect(code, `${line}\n${stderr}${stdout}`).toBe(block.exitCode);
          printed += stdout;
        }
      }
    } finally {
      // A walk that breaks leaves nothing up.
      await startCommand(["down"], { cwd }).finished;
    }
  },
  600_000,
);

test("the command for a picker of one's own lacks nothing but its files", async () => {
  const [, words = ""] = /^npx wa-routing (run --epp fork .*)$/m.exec(document) ?? [];
  const { code, stderr } = await commandHere(...words.split(" "));
  expect(code).toBe(2);
  expect(stderr).toContain("--epp-config FILE cannot be read");
});
