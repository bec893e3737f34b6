import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const packages = fileURLToPath(new URL("../packages/", import.meta.url));

// Who may know whom; everybody may know protocol.
const arrows: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  scenarios: [],
  client: [],
  "model-server": [],
  simulator: [],
  analysis: [],
  report: [],
  environments: ["client", "model-server", "simulator"],
  runner: ["scenarios", "client", "environments", "analysis", "report", "model-server", "simulator"],
  action: ["runner", "report"],
};
const pure = ["protocol", "scenarios", "analysis", "report"];

const nameOf = (folder: string) => (folder === "runner" ? "wa-routing" : `@wa-routing/${folder}`);
const folderOf = (name: string) => (name === "wa-routing" ? "runner" : name.replace("@wa-routing/", ""));

function sources(folder: string): { file: string; text: string }[] {
  return readdirSync(join(packages, folder, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => ({ file, text: readFileSync(join(packages, folder, "src", file), "utf8") }));
}

test("every package has its arrows", () => {
  const folders = readdirSync(packages, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).toSorted()).toEqual(Object.keys(arrows).toSorted());
});

describe.each(Object.entries(arrows))("%s", (folder, allowed) => {
  const may = new Set(["protocol", ...allowed].map(nameOf));

  test("depends only on whom it may know", () => {
    const manifest = JSON.parse(readFileSync(join(packages, folder, "package.json"), "utf8")) as {
      dependencies?: object;
    };
    const own = Object.keys(manifest.dependencies ?? {}).filter((name) => /^(@wa-routing\/|wa-routing$)/.test(name));
    expect(own.filter((name) => !may.has(name))).toEqual([]);
  });

  test("imports only whom it may know, and nobody's insides", () => {
    const own = [join(packages, folder, "src"), join(packages, folder, "package.json")];
    const foreign = sources(folder).flatMap(({ file, text }) =>
      [...text.matchAll(/(?:from|import\()\s*"((?:@wa-routing\/|wa-routing|\.\.\/)[^"]*)"/g)]
        // A package may have a door beside the main one, through which less is loaded.
        .map(([, name = ""]) => name.replace(/^((?:@wa-routing\/)?[a-z-]+)\/(?:boot-id|options|inert|sending)$/, "$1"))
        .filter((name) => {
          if (!name.startsWith("..")) return !may.has(name) || arrows[folderOf(name)] === undefined;
          const target = join(packages, folder, "src", file, "..", name);
          return !own.some((path) => target.startsWith(path));
        })
        .map((name) => `${file} imports ${name}`),
    );
    expect(foreign).toEqual([]);
  });

  test("files are short", () => {
    const long = sources(folder).filter(({ text }) => text.split("\n").length > 251);
    expect(long.map(({ file }) => file)).toEqual([]);
  });
});

test("the judge holds a router to what was declared: the fork's constants stand in for that where it is begun, and nowhere else", () => {
  const named = sources("analysis").filter(
    ({ file, text }) =>
      !file.includes(".test") && /DEFAULT_(ROUTER|SCORE)_PARAMETERS|EMA_ALPHA|RATE_WINDOW_MS/.test(text),
  );
  expect(named.map(({ file }) => file).toSorted()).toEqual(["analyze.ts", "check-log.ts"]);
});

test.each(pure)("%s is pure: no Node modules, clocks, timers or dice", (folder) => {
  for (const { file, text } of sources(folder)) {
    expect(text, file).not.toMatch(
      /from "node:|\bMath\.random\(|\bDate\.now\(|\bnew Date\(|\bperformance\.now|\bsetTimeout\(|\bprocess\.(env|argv|exit|hrtime|stdout)/,
    );
  }
});
