import { carryOutCommandLine } from "../packages/runner/src/cli/command-line.ts";
import { type Printed, printedHere } from "./printed-here.ts";

/** Runs the command line to its end in this process: in milliseconds, and with what a test has put in the place of modules. */
export async function commandHere(...args: string[]): Promise<Printed> {
  return await printedHere(() => carryOutCommandLine(args));
}
