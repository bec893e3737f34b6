import { carryOutCommandLine } from "./cli/command-line.ts";
import { catchUncaught } from "./interruption/last-resort.ts";

const done = catchUncaught();
// Not awaited here: Node ends a module that waits for nothing with its own words and code.
void carryOutCommandLine(process.argv.slice(2)).then(done);
