import { expect, test } from "vitest";
import { createRouterLog } from "./router-log.ts";

function logged(fields: Readonly<Record<string, unknown>>): { line: string; fields: Record<string, unknown> } {
  const lines: string[] = [];
  const write = createRouterLog({ sink: (line) => lines.push(line), verbosity: 2, now: () => 0, epochMs: 0 });
  write(2, "[WA-ROUTING] Request dispatched", fields);
  return { line: lines[0] ?? "", fields: JSON.parse(lines[0] ?? "") };
}

test.each([
  ["plain", "w".repeat(50_000), 50_000],
  ["of wide characters", "日".repeat(10_000), 30_000],
  ["of pairs", `a${"🐙".repeat(10_000)}`, 40_001],
])("an id that is %s, and too long, is cut, and tells its length", (_, id, bytes) => {
  const { line, fields } = logged({ workload_id: id, queue_size: 3 });
  expect(line.length).toBeLessThan(600);
  const [start = "", length] = String(fields.workload_id).split("… ");
  expect(id.startsWith(start)).toBe(true);
  expect(start).not.toMatch(/[\ud800-\udbff]$/);
  expect(length).toBe(`(${bytes} bytes)`);
  expect(fields.queue_size).toBe(3);
});

test("an id of 256 characters stays whole", () => {
  expect(logged({ workload_id: "w".repeat(256) }).fields.workload_id).toBe("w".repeat(256));
});
