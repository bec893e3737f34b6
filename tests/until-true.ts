/** Waits until something can be seen; what was awaited is asked when it was in vain. */
export async function untilTrue(what: () => string, deadlineMs: number, look: () => boolean): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!look()) {
    if (performance.now() > deadline) throw new Error(`waited ${deadlineMs} ms until ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
