import { type ModelServerOptions, startModelServer } from "@wa-routing/model-server";

// The child process of engine-gates.ts: an engine that runs until its standard input ends.
const engine = await startModelServer(JSON.parse(process.argv[2] ?? "{}") as ModelServerOptions);
process.stdout.write(`${JSON.stringify({ url: engine.url, adminUrl: engine.adminUrl })}\n`);
process.stdin.on("end", () => void engine[Symbol.asyncDispose]().then(() => process.exit())).resume();
