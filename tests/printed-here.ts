import { vi } from "vitest";

/** What was printed, and the exit code that was set. */
export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Does the work of a process in this one, and takes what it prints. One at a time: what is printed meanwhile is taken for its own. */
export async function printedHere(work: () => Promise<void>): Promise<Printed> {
  const printed = { stdout: "", stderr: "" };
  const taken = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  process.exitCode = undefined;
  try {
    await work();
    return { code: Number(process.exitCode ?? 0), ...printed };
  } finally {
    for (const spy of taken) spy.mockRestore();
    process.exitCode = undefined;
  }
}
