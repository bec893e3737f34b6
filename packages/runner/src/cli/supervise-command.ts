import type { LastingChoice } from "../background/lasting-choice.ts";
import { supervise } from "../background/supervise.ts";

/** `wa-routing supervise`, which `up` starts. */
export async function superviseCommand(choice: string): Promise<void> {
  await supervise(JSON.parse(choice) as LastingChoice);
}
