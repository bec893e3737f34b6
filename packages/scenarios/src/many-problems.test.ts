import type { WrittenScenario } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";
import { defineScenario } from "./define-scenario.ts";
import { parseScenarioFile } from "./parse-scenario-file.ts";

const MANY = 30_000;
const numbers = Array.from({ length: MANY }, (_, index) => index);
const sound = catalogue[0] as unknown as WrittenScenario;

/** The lines of the error that a text gives, and what it cost: of the processor, so that a busy machine changes little. */
function refused(text: string): { lines: string[]; cpuMs: number } {
  const before = process.cpuUsage();
  try {
    parseScenarioFile(text, { fileName: "s.yaml" });
  } catch (error) {
    expect(error).toMatchObject({ code: "SCENARIO_INVALID" });
    return { lines: (error as Error).message.split("\n"), cpuMs: process.cpuUsage(before).user / 1000 };
  }
  return expect.unreachable("the file was taken");
}

// Ten times what is needed; comparing each with each takes several times this.
const MOST_CPU_MS = 8000;

test.each<[string, string, number]>([
  ["unknown keys", numbers.map((index) => `k${index}: 1`).join("\n"), MANY],
  ["unknown keys in JSON", JSON.stringify(Object.fromEntries(numbers.map((index) => [`k${index}`, 1]))), MANY],
  ["the same key again and again", "k: 1\n".repeat(MANY), MANY - 1],
  [
    "workloads that are none",
    JSON.stringify({ workloads: Object.fromEntries(numbers.map((index) => [`w${index}`, 1])) }),
    MANY,
  ],
  ["steps that are none", `steps: [${"1,".repeat(MANY)}]`, MANY],
  [
    "unknown keys within unknown places",
    `workloads:\n  a:\n    header: none\n${numbers.map((n) => `    k${n}: 1`).join("\n")}`,
    MANY,
  ],
])(
  "of %s twenty are told, and the rest are counted, soon",
  (_, text, least) => {
    const { lines, cpuMs } = refused(text);
    expect(lines).toHaveLength(21);
    expect(lines[0]).toMatch(/^s\.yaml:\d+:\d+ /);
    const [, more] = /^and (\d+) more$/.exec(lines.at(-1) ?? "") ?? [];
    expect(Number(more)).toBeGreaterThanOrEqual(least - 20);
    expect(cpuMs).toBeLessThan(MOST_CPU_MS);
  },
  60_000,
);

test("few problems are all told", () => {
  const { lines } = refused("a: 1\nb: 2");
  expect(lines.join()).not.toMatch(/more$/);
});

test.each([
  [{ ...sound, name: "n".repeat(64) }, /name: found "nnn.*, expected at most 63 characters/],
  [
    { ...sound, workloads: { ...sound.workloads, ["w".repeat(64)]: { header: "none" as const } } },
    /is no name: expected at most 63 letters/,
  ],
])("a name of more than 63 letters is refused, not cut: %#", (written, message) => {
  expect(() => defineScenario(written)).toThrow(message);
});

test("names of 63 letters are taken", () => {
  expect(defineScenario({ ...sound, name: "n".repeat(63) }).name).toHaveLength(63);
});
