import { endLeftBehind } from "wa-routing";

/** Ends what a run that was killed has left behind. The step is over: whatever goes wrong here is a line in its log, and no more. */
export async function carryOutPost(): Promise<void> {
  try {
    const found = await endLeftBehind((line) => void process.stdout.write(`${line}\n`));
    if (found.length === 0) process.stdout.write("nothing was left behind\n");
  } catch (error) {
    process.stdout.write(`could not look for what was left behind: ${(error as Error).message}\n`);
  }
}
