import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "./command.ts";
import { notRun } from "./not-run.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const publicPackages = readdirSync(join(root, "packages")).filter((name) => name !== "action");
const folder = temporaryFolder();
afterAll(folder.remove);

// Packing needs the build and the registry: a minute that not every run of the tests must take.
const required = process.env.WA_ROUTING_REQUIRE_ALL === "1" || process.env.WA_ROUTING_PACKAGING === "1";
if (!required) notRun("what is published", "it builds, packs and installs; WA_ROUTING_PACKAGING=1 runs it");

describe.runIf(required)("what is published", () => {
  const tarballs = join(folder.path, "tarballs");
  const project = join(folder.path, "project");

  beforeAll(async () => {
    mkdirSync(tarballs);
    await execa("npx", ["turbo", "run", "build"], { cwd: root });
    for (const name of publicPackages) {
      await execa("npm", ["pack", "--silent", "--pack-destination", tarballs], { cwd: join(root, "packages", name) });
    }
    mkdirSync(project);
    const files = readdirSync(tarballs).map((file) => join(tarballs, file));
    const names = files.map((file) => [file.includes("/wa-routing-0") ? "wa-routing" : nameOf(file), `file:${file}`]);
    writeFileSync(
      join(project, "package.json"),
      JSON.stringify({ private: true, type: "module", dependencies: Object.fromEntries(names) }),
    );
    await execa("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: project });
  }, 300_000);

  test("in an empty project outside the workspace, npx wa-routing runs and passes", async () => {
    const args = ["--no-install", "wa-routing", "run", "--scenario", "basic-priority", "--run-dir", "run"];
    const { exitCode, stdout } = await execa("npx", args, { cwd: project, reject: false });
    expect(stdout).toMatch(/PASS/);
    expect(exitCode).toBe(0);
  }, 60_000);

  test("the examples run there as they are", async () => {
    cpSync(join(root, "examples/node-test"), join(project, "node-test"), { recursive: true });
    cpSync(join(root, "examples/scenarios"), join(project, "scenarios"), { recursive: true });
    const suite = await execa(process.execPath, ["--test", "node-test/client.test.mjs"], {
      cwd: project,
      reject: false,
    });
    expect(suite.stdout).toMatch(/# pass 2\b/);
    const yaml = await execa(
      "npx",
      ["--no-install", "wa-routing", "run", "--scenario", "scenarios/two-teams.yaml", "--run-dir", "yaml"],
      { cwd: project, reject: false },
    );
    expect(yaml.exitCode).toBe(0);
  }, 120_000);

  test.each(publicPackages)(
    "%s: publint and are-the-types-wrong are clean",
    async (name) => {
      const file = readdirSync(tarballs).find((tarball) => packageOf(tarball) === name) as string;
      const lint = await execa("npx", ["publint", "--strict", join(tarballs, file)], { cwd: root, reject: false });
      expect(lint.exitCode, lint.stdout).toBe(0);
      const types = await execa("npx", ["attw", "--profile", "esm-only", join(tarballs, file)], {
        cwd: root,
        reject: false,
      });
      expect(types.exitCode, types.stdout).toBe(0);
    },
    120_000,
  );

  test("nothing is packed that is no part of a package: no tests, no sources", async () => {
    for (const file of readdirSync(tarballs)) {
      const { stdout } = await execa("tar", ["-tzf", join(tarballs, file)]);
      expect(stdout, file).not.toMatch(/\.test\.|\/src\/|\.ndjson$/m);
      expect(stdout, file).toContain("package/package.json");
      expect(stdout, file).toContain("package/README.md");
      expect(stdout, file).toContain("package/LICENSE");
    }
  });

  test.each(["environments", "model-server"])("%s: the licences of the code that is bundled into it", async (name) => {
    const file = readdirSync(tarballs).find((tarball) => packageOf(tarball) === name) as string;
    const notices = ["-xzOf", join(tarballs, file), "package/dist/THIRD-PARTY-NOTICES.txt"];
    const { stdout } = await execa("tar", notices);
    expect(stdout).toMatch(/^fastify \d+\.\d+\.\d+ \(MIT\)$/m);
  });
});

function packageOf(tarball: string): string {
  return tarball.startsWith("wa-routing-0")
    ? "runner"
    : tarball.replace(/^wa-routing-/, "").replace(/-\d+\.\d+\.\d+\.tgz$/, "");
}

function nameOf(file: string): string {
  return `@wa-routing/${packageOf(file.split("/").at(-1) as string)}`;
}

test("every public package says what it is and is licensed", () => {
  for (const name of publicPackages) {
    const manifest = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as Record<
      string,
      unknown
    >;
    expect(manifest.license, name).toBe("Apache-2.0");
    expect(manifest.description, name).toMatch(/\.$/);
  }
});
