import { carryOutCommandLine } from "./cli/command-line.ts";

// A reader that goes away (`wa-routing … | head`) is no error.
process.stdout.on("error", () => process.exit(process.exitCode ?? 0));

await carryOutCommandLine(process.argv.slice(2));
