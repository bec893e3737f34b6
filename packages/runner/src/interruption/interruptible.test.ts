import { afterEach, expect, test } from "vitest";
import { interruptible } from "./interruptible.ts";

const before = process.exitCode;
afterEach(() => {
  process.exitCode = before;
});

test("what work has concluded stands: a signal then ends only what comes after it", async () => {
  const seen: boolean[] = [];
  const ending = await interruptible(async (signal, conclude) => {
    process.exitCode = 3;
    const afterwards = conclude();
    const asked = new Promise((resolve) => afterwards.addEventListener("abort", resolve));
    process.kill(process.pid, "SIGTERM");
    await asked;
    seen.push(signal.aborted, afterwards.aborted);
  });
  expect(seen).toEqual([false, true]);
  expect(ending).toEqual({ whole: true, interrupted: false });
  expect(process.exitCode).toBe(3);
});

test("before that, it interrupts the work", async () => {
  const ending = await interruptible(async (signal) => {
    const asked = new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    process.kill(process.pid, "SIGTERM");
    await asked;
  });
  expect(ending).toEqual({ whole: false, interrupted: true });
  expect(process.exitCode).toBe(143);
});
