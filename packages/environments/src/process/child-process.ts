import type { ProcessRecord } from "@wa-routing/protocol";
import { recordProcess } from "./environment-folder.ts";

/** A process that this one has started. */
interface Child {
  /** Undefined: it could not be started. */
  readonly pid?: number | undefined;
  kill(signal: "SIGTERM" | "SIGKILL"): unknown;
}

/**
 * Records a child in the folder of its environment, at once, so that it is known to be ours whatever happens.
 *
 * @throws Error when it cannot be recorded, as in a folder that is being cleaned up; then it has been killed.
 */
export function recordChild(folder: string, of: Pick<ProcessRecord, "role" | "name">, child: Child): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    recordProcess(folder, { ...of, pid });
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

interface Referenced {
  ref(): unknown;
  unref(): unknown;
}

/** Whether a child holds this process up: one that only lasts must not, one whose end is awaited must. */
export function holdUp(child: Referenced & { readonly stdio: readonly unknown[] }, held: boolean): void {
  for (const each of [child, ...child.stdio]) {
    if (isReferenced(each)) each[held ? "ref" : "unref"]();
  }
}

function isReferenced(value: unknown): value is Referenced {
  return typeof (value as Partial<Referenced> | null | undefined)?.unref === "function";
}

/** Asks a child to end, and after `patienceMs` makes it; waits until it has `ended`. */
export async function endChild(child: Child, ended: Promise<unknown>, patienceMs: number): Promise<void> {
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await ended;
  clearTimeout(force);
}
