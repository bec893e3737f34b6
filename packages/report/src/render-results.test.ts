import type { Checklist, RunManifest } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { HOSTILE_MARKDOWN, livingParts, shapeOf, unclosed } from "./github-markdown.test-data.ts";
import { renderResults } from "./render-results.ts";
import { repeatCommand } from "./repeat-command.ts";
import { checklistOf, manifestOf } from "./reports.test-data.ts";

const manifest = {
  ...manifestOf("basic-priority", false),
  ...{ toolVersion: "0.1.0", losses: [], logGaps: [], seed: 7, required: null, endedAt: "2026-01-01T00:02:00.000Z" },
  exitDetail: null,
  gateway: {
    ...{ environment: "embedded", gatewayUrl: "http://127.0.0.1:1", gate: "model-server", model: "fake" },
    router: { name: "simulator", ordering: "fcfs", verbosity: "2" },
  },
  host: { platform: "linux x64", cpus: 2, node: "v20.20.2" },
} as unknown as RunManifest;

const plain = checklistOf(["pass", "fail", "inconclusive", "not-measured", "pass"], ["Said."]);
const checklist: Checklist = {
  ...plain,
  verdict: "fail",
  checks: [
    ...plain.checks,
    {
      ...(plain.checks[0] as Checklist["checks"][number]),
      id: "observability.log-points",
      figures: [
        { name: "contextExtractedLines", value: 24 },
        { name: "damagedLines", value: 3 },
      ],
    },
    {
      ...(plain.checks[0] as Checklist["checks"][number]),
      id: "performance.all-complete",
      figures: [
        { name: "requests", value: 24 },
        { name: "completed", value: 22 },
      ],
    },
  ],
};

test("only what passed is ticked, and every other box says why it is empty", () => {
  const tasks = renderResults(checklist, manifest).match(/^- \[.*$/gm) ?? [];
  expect(tasks).toEqual([
    "- [x] Said.: Said. Said.",
    "- [ ] Said. **fail:** Said. Said.",
    "- [ ] Said. **inconclusive:** Said. Said.",
    "- [ ] Said. **not measured:** Said. Said.",
    "- [x] Said.: Said. Said.",
    "- [x] Said.: Said. Said.",
    "- [x] Said.: Said. Said.",
  ]);
});

test("it has the headings of the plan, lines by log point, what went wrong, and a line for the table of phases", () => {
  const text = renderResults(checklist, manifest);
  expect(text.match(/^##+ .*$/gm)).toEqual([
    ...["## What was run, and where", "## Success Metrics", "### Functional Metrics", "### Performance Metrics"],
    ...["### Observability Metrics", "## Log Entries by Type", "## Anomalies", "## How to repeat it"],
    "## For the table of phases",
  ]);
  expect(text).toContain("| \\[WA\\-ROUTING\\] Workload context extracted | 24 |");
  expect(text).toContain("| \\[WA\\-ROUTING\\] Request dispatched | not counted |");
  expect(text).toContain(
    "- 2 of 24 requests did not complete\n- 3 damaged lines in the router's log\n- ☒ Said.: Said. Said.",
  );
  expect(text).toContain(
    "| Phase 7: Workload-Aware Routing E2E Testing | ☒ fail | 2026-01-01 | 4 of 7 success metrics met |",
  );
});

test("a run without a log, and one that was killed, say so", () => {
  const killed = renderResults(plain, { ...manifest, exitReason: null });
  expect(killed).toContain("Nothing was counted: no router log was read.");
  expect(killed).toContain("- The run did not reach its end: it was killed");
  expect(renderResults({ ...plain, checks: plain.checks.slice(0, 1) }, manifest)).toContain("## Anomalies\n\nNone.\n");
});

describe("the command that repeats a run", () => {
  test("names what run.json records", () => {
    expect(repeatCommand(manifest)).toBe(
      "npx wa-routing run --environment embedded --scenario basic-priority --seed 7 --ordering fcfs --log-verbosity 2",
    );
  });
  test("names the gateway that was there, in words that a shell does not read", () => {
    const gateway = {
      ...manifest.gateway,
      environment: "existing",
      gatewayUrl: "http://x/$(id)'`",
      router: {},
    } as const;
    expect(repeatCommand({ ...manifest, gateway })).toContain(
      `--envoy-url 'http://x/$(id)'\\''\`' --gate model-server`,
    );
  });
  test("names files in place of names, and a program", () => {
    const repeated = (environment: "standalone" | "kind", router: Record<string, string>) =>
      repeatCommand({ ...manifest, gateway: { ...manifest.gateway, environment, router } });
    const config = { flavour: "fork", ordering: "as in own.yaml", config: "own.yaml", program: "./epp" };
    expect(repeated("standalone", config)).toContain("--epp fork --epp-bin ./epp --epp-config own.yaml");
    expect(repeated("standalone", config)).not.toContain("--ordering");
    const manifests = {
      flavour: "fork",
      ordering: "workload-aware",
      manifests: "m.yaml",
      image: "epp:1",
      namespace: "wa",
    };
    const words = repeated("kind", manifests);
    expect(words).toContain("--seed 7 --epp-image epp:1 --epp-manifests m.yaml");
    expect(words).not.toMatch(/--(epp|ordering|namespace) /);
  });
  test("is not there for a table that was imported", () => {
    const imported = { ...manifest, gateway: { ...manifest.gateway, environment: "imported" } } as const;
    expect(repeatCommand(imported)).toBeNull();
    expect(renderResults(checklist, imported)).toContain("imported from a table");
  });
});

test.each(HOSTILE_MARKDOWN)("%j is inert in it", (text) => {
  const results = (name: string) => {
    const host = { platform: name, cpus: 2, node: name };
    return renderResults(checklistOf(["pass", "fail", "inconclusive"], [name]), {
      ...manifestOf(name, true),
      host,
    } as RunManifest);
  };
  expect(livingParts(results(text))).toEqual([]);
  expect(unclosed(results(text))).toEqual([]);
  if (text.trim() !== "") expect(shapeOf(results(text)).slice(0, 40)).toEqual(shapeOf(results("x")).slice(0, 40));
});
