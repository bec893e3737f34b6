import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { problemOf, referencesIn } from "./document-references.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

// What documents name like a file of the repository, and is found elsewhere.
const elsewhere = new Map([
  [
    "in the folder of a run",
    [
      "report.md",
      "ctrf.json",
      "trace.json",
      "envoy.yaml",
      "epp.yaml",
      "SCENARIO/",
      "overhead/fcfs-*",
      "DIR/quiet",
      "DIR/verbose",
      "DIR/ORDERING",
    ],
  ],
  ["in the folder of several orderings", ["DIR/orderings.json", "DIR/orderings.md"]],
  ["where Go has built it", ["epp/bin/epp"]],
  [
    "in the folder of who uses it",
    ["wa-routing.config.yaml", "wa-routing.config.js", "wa-routing.config.ts", "hour/healthy", "./base"],
  ],
]);

const ignored = ignoredBy(readFileSync(`${root}.gitignore`, "utf8"));
const entries = new Set(entriesOf(""));
const documents = [...entries].filter((path) => path.endsWith(".md") && !path.startsWith(".changeset/"));
const references = documents.flatMap((document) =>
  referencesIn(readFileSync(root + document, "utf8")).map((reference) => ({ document, ...reference })),
);

test("what documents name is in the repository", () => {
  const names = new Set([...elsewhere.values()].flat());
  const checked = references.filter(({ target }) => !names.has(target));
  const count = (of: string) => checked.filter(({ kind }) => kind === of).length;
  process.stderr.write(
    `scripts/document-references.test.ts: ${count("link")} links and ${count("path")} paths in ${documents.length} documents\n`,
  );
  expect(checked.map((reference) => problemOf(reference, reference.document, entries)).filter(Boolean)).toEqual([]);
});

test.each(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "AGENTS.md", "docs/decisions/README.md"])(
  "%s names files",
  (document) => {
    expect(references.filter((reference) => reference.document === document).length).toBeGreaterThan(3);
  },
);

test.each([...elsewhere])(
  "%s, and nowhere else: what is excepted is named, and is not in the repository",
  (_, names) => {
    for (const target of names) {
      expect(references.map((reference) => reference.target)).toContain(target);
      expect(problemOf({ kind: "path", target }, "README.md", entries)).toMatch(/is not in the repository$/);
    }
  },
);

const made = new Set(["docs", "docs/a.md", "packages", "packages/one", "packages/one/src", "packages/one/src/room"]);
for (const file of ["packages/one/src/room/x.ts", "packages/one/src/x.ts", "packages/one/src/room/only.ts"])
  made.add(file);

test.each([
  ["a link from the document's folder", "[a](a.md#part)", []],
  ["a link as if from the root", "[a](docs/a.md)", ["docs/b.md: (docs/a.md) is not in the repository"]],
  ["links to elsewhere", "[a](https://example.org/a.md) [b](#part)", []],
  ["a path from the root", "`packages/one/src/x.ts`", []],
  ["a path that has moved", "`one/src/only.ts`", ["docs/b.md: `one/src/only.ts` is not in the repository"]],
  ["the end of one path", "`only.ts`, `room/x.ts`, `src/room/`", []],
  [
    "the end of two",
    "`x.ts`",
    ["docs/b.md: `x.ts` may be packages/one/src/room/x.ts or packages/one/src/x.ts: write more of its path"],
  ],
  ["the end of a name", "`nly.ts`", ["docs/b.md: `nly.ts` is not in the repository"]],
  [
    "a package by its name",
    "`@wa-routing/one`, `@wa-routing/two`",
    ["docs/b.md: `@wa-routing/two` is not in the repository"],
  ],
  ["any of several", "`one/*/x.ts`, `one/*/y.ts`", ["docs/b.md: `one/*/y.ts` is not in the repository"]],
  ["no paths", "`--gate blockers`, `/v1/models`, `pass`, `a.ts b.ts`, `wait-boost`", []],
  ["fenced code", "```\n`no.ts`\n```\n`no.md`", ["docs/b.md: `no.md` is not in the repository"]],
])("%s", (_, text, problems) => {
  expect(
    referencesIn(text)
      .map((reference) => problemOf(reference, "docs/b.md", made))
      .filter(Boolean),
  ).toEqual(problems);
});

/**
 * All files and folders but those that git ignores; the lines of .gitignore are names or paths, with * for any part of a name. What is
 * ignored is not looked into: other tests, which run beside this one, make folders there and take them away.
 */
function entriesOf(folder: string): string[] {
  return readdirSync(root + folder, { withFileTypes: true }).flatMap((entry) => {
    const path = folder + entry.name;
    if (ignored.test(entry.name) || ignored.test(path)) return [];
    return entry.isDirectory() ? [path, ...entriesOf(`${path}/`)] : [path];
  });
}

/** What the names and paths match that git ignores. */
function ignoredBy(gitignore: string): RegExp {
  const lines = [".git", ...gitignore.split("\n").filter((line) => line !== "")];
  const patterns = lines.map((line) => line.replace(/\/$/, "").replaceAll(".", "\\.").replaceAll("*", "[^/]*"));
  return new RegExp(`^(${patterns.join("|")})$`);
}
