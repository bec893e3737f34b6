import { RunFolder } from "../folder/run-folder.ts";
import { newManifest } from "../folder/run-manifest.ts";
import { readTextFile } from "../folder/text-file.ts";
import { prepareFolder } from "../folder/unused-folder.ts";
import { parseCompletionsCsv } from "../import/completions-csv.ts";
import { importedRun } from "../import/imported-run.ts";
import type { ImportCommandOptions } from "./import-options.ts";
import { printable } from "./printed.ts";

/** `wa-routing import` */
export function importCommand(file: string, { runDir }: ImportCommandOptions): void {
  const name = file === "-" ? "<stdin>" : file;
  const text = readTextFile(file === "-" ? 0 : file, name, "a CSV file of completions");
  const { plan, requests, steps } = importedRun(parseCompletionsCsv(text, name));
  prepareFolder(runDir);
  const folder = new RunFolder(runDir);
  const recorder = folder.beginScenario(plan);
  for (const request of requests) recorder.request(request);
  for (const step of steps) recorder.step(step);
  recorder.flush();
  folder.close();
  const manifest = newManifest({
    seed: plan.seed,
    required: null,
    scenarios: [plan.scenario.name],
    gateway: {
      environment: "imported",
      gatewayUrl: null,
      modelServers: [],
      model: "unknown",
      gate: "none",
      witnesses: { routerLog: false, arrivals: false, routerMetrics: false },
      sharedClock: true,
      router: { imported: name },
    },
  });
  folder.writeManifest({ ...manifest, runToken: plan.runToken, endedAt: manifest.startedAt, exitReason: "completed" });
  process.stdout.write(
    printable(`imported ${requests.length} requests; judge them with: wa-routing analyze ${runDir}\n`),
  );
}
