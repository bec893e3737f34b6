import { availableParallelism, loadavg } from "node:os";
import type { Benchmark } from "./benchmark.ts";

const modules: Readonly<Record<string, () => Promise<{ benchmark: Benchmark }>>> = {
  "closed-loop": () => import("./closed-loop.ts"),
  "open-loop": () => import("./open-loop.ts"),
  "start-up": () => import("./start-up.ts"),
  "wrong-inputs": () => import("./wrong-inputs.ts"),
  action: () => import("./action.ts"),
  memory: () => import("./memory.ts"),
  verdicts: () => import("./verdicts.ts"),
  compare: () => import("./compare.ts"),
  "healthy-runs": () => import("./healthy-runs.ts"),
  overhead: () => import("./overhead.ts"),
  "standalone-runs": () => import("./standalone-runs.ts"),
  analysis: () => import("./analysis.ts"),
  "router-log": () => import("./router-log.ts"),
  "comment-race": () => import("./comment-race.ts"),
  "engine-gates": () => import("./engine-gates.ts"),
};

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const unknown = wanted.find((name) => !(name in modules));
if (unknown !== undefined || process.argv.includes("--list")) {
  console.error(`benchmarks: ${Object.keys(modules).join(", ")}`);
  process.exit(unknown === undefined ? 0 : 2);
}
console.log(`Node ${process.version}, ${availableParallelism()} CPUs, load ${(loadavg()[0] ?? 0).toFixed(2)}`);
for (const [name, load] of Object.entries(modules)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  const { benchmark } = await load();
  await benchmark.run((line) => console.log(`  ${line}`));
}
