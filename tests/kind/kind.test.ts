import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Checklist } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { checklistOf, loadOf, wordsOf } from "../standalone-runs.ts";
import { clusterRuns, missingForKind } from "./real-cluster.ts";

// A real cluster: npm run test:kind. Needs docker, kind, kubectl, and what the README of kind calls a node image.
const runs = clusterRuns("test");
const RUNS = 10;

test.skipIf(missingForKind !== null)(
  "an image that is misspelt is named at once, and no cluster is made for it",
  async () => {
    const { code, stderr, seconds } = await runs.inKind("misspelt", "--epp-image", "wa-routing/mispelt:1");
    expect(code).toBe(4);
    expect(stderr).toContain("there is no image wa-routing/mispelt:1");
    expect(seconds).toBeLessThan(30);
    expect(existsSync(join(runs.folder, "wa-routing", "clusters"))).toBe(false);
  },
  60_000,
);

test.skipIf(missingForKind !== null)(
  `basic-priority ${RUNS} times in one cluster, its log read: all pass`,
  async () => {
    const rows: string[] = [];
    for (let count = 1; count <= RUNS; count += 1) {
      const where = count === 1 ? ["--keep"] : ["--reuse", "require", "--keep"];
      const name = `basic-${count}`;
      const { code, stderr, dir, seconds } = await runs.inKind(name, "--cluster", runs.cluster, ...where);
      expect([0, 1, 3], stderr).toContain(code);
      const checklist = checklistOf(dir);
      const open = checklist.verdict === "pass" ? "" : `; ${loadOf(dir)}\n${wordsOf(checklist)}`;
      rows.push(`${name}: ${checklist.verdict} in ${seconds} s; ${swapped(checklist)}${open}`);
    }
    process.stderr.write(`${rows.join("\n")}\n`);
    expect(rows.filter((row) => !row.includes(": pass"))).toEqual([]);
  },
  1_800_000,
);

/** Of the pairs that the log and the model servers have in different orders. */
function swapped({ checks }: Checklist): string {
  const disagree = checks.flatMap(({ reasons }) => reasons).find(({ code }) => code === "witnesses-disagree");
  return disagree === undefined ? "the witnesses agree" : JSON.stringify(disagree.figures);
}
