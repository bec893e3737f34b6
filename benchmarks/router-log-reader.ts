import { closeSync, openSync, readSync } from "node:fs";
import { createRouterLogParser } from "@wa-routing/analysis";
import { CandidateLines } from "../packages/analysis/src/log/candidate-lines.ts";

// The child process of router-log.ts: reads one file once, and prints what it found and took.
const [what, file] = process.argv.slice(2) as [string, string];
let found = 0;
const parser = createRouterLogParser();
const lines = new CandidateLines(
  () => {
    found += 1;
  },
  { needles: ["[WA-ROUTING]"] },
);
const push = (chunk: Uint8Array) => {
  if (what === "filter") lines.push(chunk);
  else found += parser.push(chunk).length;
};

const startMs = performance.now();
const startCpu = process.cpuUsage();
const descriptor = openSync(file, "r");
const buffer = new Uint8Array(1 << 17);
for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer)) {
  push(buffer.subarray(0, length));
}
closeSync(descriptor);
const { user, system } = process.cpuUsage(startCpu);
const ms = performance.now() - startMs;
process.stdout.write(
  JSON.stringify({ found, ms, cpuMs: (user + system) / 1000, peakMiB: process.resourceUsage().maxRSS / 1024 }),
);
