import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { endOnEarlySignals } from "./early-signals.ts";

test.each([
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "%s before anything is loaded: exit code %i, output and summary; later it is somebody else's",
  (signal, code) => {
    const folder = mkdtempSync(join(tmpdir(), "wa-routing-early-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    vi.stubEnv("GITHUB_OUTPUT", join(folder, "output"));
    vi.stubEnv("GITHUB_STEP_SUMMARY", join(folder, "summary"));
    const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
    const before = process.listeners(signal);
    const settled = endOnEarlySignals();
    const [listener, ...more] = process.listeners(signal).filter((each) => !before.includes(each));
    expect(more).toEqual([]);
    (listener as (signal: NodeJS.Signals) => void)(signal);
    expect(exit).toHaveBeenCalledExactlyOnceWith(code);
    expect(readFileSync(join(folder, "output"), "utf8")).toMatch(new RegExp(`^exit-code<<(.+)\n${code}\n\\1\n$`));
    expect(readFileSync(join(folder, "summary"), "utf8")).toContain(
      `interrupted by ${signal}, before anything was begun`,
    );
    settled();
    expect(process.listeners(signal)).toEqual(before);
  },
);
