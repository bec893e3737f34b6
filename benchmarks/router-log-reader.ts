import { closeSync, openSync, readSync } from "node:fs";
import { createRouterLogParser } from "@wa-routing/analysis";

// The child process of router-log.ts: reads one file once as the program does, and prints what it found and took.
const [file] = process.argv.slice(2) as [string];
let found = 0;
const parser = createRouterLogParser();

const startMs = performance.now();
const startCpu = process.cpuUsage();
const descriptor = openSync(file, "r");
const buffer = new Uint8Array(1 << 17);
for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer)) {
  found += parser.push(buffer.subarray(0, length)).length;
}
closeSync(descriptor);
const { user, system } = process.cpuUsage(startCpu);
const ms = performance.now() - startMs;
process.stdout.write(
  JSON.stringify({ found, ms, cpuMs: (user + system) / 1000, peakMiB: process.resourceUsage().maxRSS / 1024 }),
);
