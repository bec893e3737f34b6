import { statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The commands that texts name; `program.ts` has them. */
export const COMMAND_NAMES: readonly string[] = [
  ...["run", "plan", "analyze", "import", "report", "trace", "scenarios", "compare", "serve", "selftest"],
  ...["up", "down", "doctor", "init", "schema", "complete", "help"],
];

const NAMED = new RegExp(
  `(?<![\\w@/.-])(?:npx )?wa-routing (?=(?:${COMMAND_NAMES.join("|")}|--help)\\b|\\[options\\])`,
  "g",
);

/** Text in which every command works as it is printed: `npx wa-routing …` where the shell would not find `wa-routing` by itself. */
export function asCalled(text: string, path: string | undefined = process.env.PATH): string {
  if (!text.includes("wa-routing ")) return text;
  const name = isOnPath(path) ? "wa-routing" : "npx wa-routing";
  return text.replace(NAMED, `${name} `);
}

/** Not where npx and npm alone look: they put those folders on the path for us, not for the shell. */
function isOnPath(path = ""): boolean {
  const folders = path
    .split(delimiter)
    .filter((folder) => folder !== "" && !/[/\\]node_modules[/\\]\.bin[/\\]?$/.test(folder));
  return folders.some((folder) => statSync(join(folder, "wa-routing"), { throwIfNoEntry: false })?.isFile() === true);
}
