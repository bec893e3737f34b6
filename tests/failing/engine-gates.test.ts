import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ModelServerOptions, startModelServer } from "@wa-routing/model-server";
import { startSimulator } from "@wa-routing/simulator";
import { afterAll, expect, test } from "vitest";
import { commandsOfTests, temporaryFolder } from "../command.ts";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);
const started = commandsOfTests();

/** Engines as others have them, which know nothing of our gate. */
const ENGINE: ModelServerOptions = { ttftMs: 1, itlMs: 10 };

test.each<[string, string, ModelServerOptions]>([
  ["blockers", "4 slots", { slots: 4 }],
  ["blockers", "64 slots", { slots: 64 }],
  ["blockers", "4 slots, aborted requests kept", { slots: 4, keepAborted: true }],
  ["vllm-pause", "256 slots", { slots: 256 }],
])(
  "--gate %s, %s: every hold holds, every drain ends, and nothing fails",
  async (gate, what, options) => {
    await using engine = await startModelServer({ ...ENGINE, ...options });
    await using router = await startSimulator({ modelServerUrls: [engine.url] });
    const dir = join(folder, `${gate} ${what}`.replaceAll(/\W+/g, "-"));
    const run = started([
      ...["run", "--scenario", "basic-priority", "--trials", "1", "--run-dir", dir, "--gate", gate],
      ...["--envoy-url", router.url, "--model-server-url", engine.url, "--model-server-admin-url", engine.adminUrl],
      ...["--router-metrics-url", router.metricsUrl],
    ]);
    const { code, stderr } = await run.finished;
    const steps = readFileSync(join(dir, "basic-priority", "steps.ndjson"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(steps.flatMap(({ problem }) => problem ?? [])).toEqual([]);
    const waited = steps.some(({ gateRequestsMs }) => gateRequestsMs > 0);
    // A busy engine lets go of what was aborted a little later, too.
    if (options.keepAborted === true) expect(waited).toBe(true);
    const isSaid = /basic-priority: the drain waits: http:.* works on blockers that were aborted/;
    expect(isSaid.test(stderr)).toBe(waited);
    const { checks } = JSON.parse(readFileSync(join(dir, "checklist.json"), "utf8"));
    expect(checks.filter(({ verdict }: { verdict: string }) => verdict === "fail")).toEqual([]);
    expect([0, 3]).toContain(code);
  },
  120_000,
);
