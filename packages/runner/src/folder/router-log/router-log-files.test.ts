import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { isWaRoutingError } from "@wa-routing/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readRouterLogs } from "./router-log-files.ts";
import { routerLogFiles } from "./router-log-names.ts";

const line = (seq: number, requestId = `r${seq}`) =>
  `{"level":"Level(-2)","ts":"2026-11-23T20:${String(Math.trunc(seq / 60)).padStart(2, "0")}:${String(seq % 60).padStart(2, "0")}.001Z","msg":"[WA-ROUTING] Request dispatched","request_id":"${requestId}","seq":${seq}}\n`;
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => line(from + index));
const text = (from: number, to: number) => lines(from, to).join("");
// Two lines, 1 and 2, by `zstd`.
const ZSTD =
  "KLUv/QRYzQMAckcaHlBv2qjtafPpkwejIALU+lKwLR8zawclKchdNdxaA0ylqkyVe4n76zl936LH9PXGk8iDVDpqzWu2SPw0jgLCACkSDyMsGt9LmvJ1RiIGEBdxUSGBskw2UNTv+30doMxxTPHhe8cUu18CBACAkMN5u4cYPhxmFCt4Mbk=";

async function read(files: Readonly<Record<string, string | Uint8Array>>, knownGaps: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), "wa-routing-logs-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return await readRouterLogs(folder, knownGaps);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const numbersOf = ({ events }: Awaited<ReturnType<typeof read>>) => events.map(({ seq }) => seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test.each([
  ["one file", { "router.log": text(1, 6) }],
  ["gzip", { "router.log.gz": zlib.gzipSync(text(1, 6)) }],
  ["gzip in two members", { "router.log.gz": Buffer.concat([zlib.gzipSync(text(1, 2)), zlib.gzipSync(text(3, 6))]) }],
  ["gzip that its name does not say", { "router.log.1": zlib.gzipSync(text(1, 3)), "router.log": text(4, 6) }],
  ["numbered", { "router.log": text(5, 6), "router.log.1": text(3, 4), "router.log.2.gz": zlib.gzipSync(text(1, 2)) }],
  ["dated", { "router.log": text(5, 6), "router.log-20261122": text(1, 2), "router.log.20261123-200000": text(3, 4) }],
  ["names that contradict the times", { "router.log": text(1, 3), "router.log.1": text(4, 6) }],
  ["plain beside compressed", { "router.log": text(1, 6), "router.log.gz": "not read" }],
  [
    "no folder of ours alone",
    { "router.log": text(1, 6), "router-events.ndjson": text(7, 9), "router.log.5.tmp": "x" },
  ],
])("%s", async (_name, files) => {
  const logs = await read(files);
  expect(numbersOf(logs)).toEqual(range(1, 6));
  expect(logs.events.map(({ line: number }) => number)).toEqual(range(1, 6));
  expect(logs.reading).toMatchObject({ lines: 6, damagedLines: 0, missingSeq: 0, outOfOrder: 0, gaps: [] });
});

test("lines that rotation left in two files are read once, and what is missing is missing over the files together", async () => {
  const logs = await read({ "router.log.1": text(1, 4), "router.log": text(3, 5) + text(8, 9) });
  expect(numbersOf(logs)).toEqual([1, 2, 3, 4, 5, 8, 9]);
  expect(logs.reading).toMatchObject({ duplicates: 2, missingSeq: 2, lines: 9 });
});

test("several routers have numbers of their own, and are merged by their times", async () => {
  const logs = await read({
    "router-a.log": text(1, 3),
    "router-b.log": line(2, "b2") + line(4, "b4"),
    "router.log": "",
  });
  expect(logs.events.map(({ source, seq, line: number }) => [source, seq, number])).toEqual([
    ["a", 1, 1],
    ["a", 2, 2],
    ["b", 2, 4],
    ["a", 3, 3],
    ["b", 4, 5],
  ]);
  expect(logs.reading).toMatchObject({ missingSeq: 1, duplicates: 0 });
});

test("what a router says it has lost of its log is a loss, also where no number shows it", async () => {
  const lost =
    '{"level":"info","ts":1795667635.2,"logger":"wa-routing","msg":"[WA-ROUTING] Log lines lost","lost_lines":7,"first_seq":4,"last_seq":10}\n';
  const logs = await read({ "router-a.log": text(1, 3) + lost, "router-b.log": text(1, 3) });
  expect(logs.reading).toMatchObject({
    missingSeq: 0,
    gaps: ["the router a says that it lost 7 lines of its log"],
    damagedLines: 1,
    routerLines: 7,
  });
});

const many = text(1, 2000);
const zipped = zlib.gzipSync(many);

test("of a truncated gzip everything before its end is read, and the loss is said", async () => {
  const half = zipped.subarray(0, zipped.length / 2);
  const readable =
    zlib.gunzipSync(half, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString().split("\n").length - 1;
  const logs = await read({ "router.log.gz": half });
  expect(readable).toBeGreaterThan(500);
  expect(numbersOf(logs)).toEqual(range(1, readable));
  expect(logs.reading.gaps).toEqual([
    expect.stringMatching(/^router\.log\.gz is damaged: unexpected end of file; its first \d+ /),
  ]);
  expect(logs.reading.damagedLines).toBeGreaterThan(0);
});

test("of a gzip that is broken inside, what comes before is read, and the next file too", async () => {
  const broken = Buffer.from(zipped);
  broken.fill(0xff, broken.length / 2, broken.length / 2 + 64);
  const logs = await read({ "router.log.1.gz": broken, "router.log": text(2001, 2002) });
  const numbers = numbersOf(logs);
  expect(numbers[0]).toBe(1);
  expect(numbers.slice(-2)).toEqual([2001, 2002]);
  expect(numbers.length).toBeGreaterThan(100);
  expect(logs.reading.missingSeq).toBeGreaterThan(0);
  expect(logs.reading.gaps).toEqual([expect.stringContaining("router.log.1.gz is damaged")]);
});

test.each([
  [
    "binary noise",
    Buffer.concat([Buffer.from(text(1, 2)), Buffer.alloc(5000), Buffer.from(`\n${text(3, 3)}`)]),
    "no text",
  ],
  ["no gzip at all", Buffer.from("plain"), "is damaged"],
])("%s is said, and not fatal", async (_name, content, gap) => {
  const logs = await read({
    [gap === "no text" ? "router.log" : "router.log.gz"]: content,
    "router-b.log": text(1, 3),
  });
  expect(logs.reading.gaps).toEqual([expect.stringContaining(gap)]);
  expect(logs.events.filter(({ source }) => source === "b")).toHaveLength(3);
  expect(logs.reading.damagedLines).toBe(1);
  if (gap === "no text") expect(logs.events.filter(({ source }) => source === null)).toHaveLength(3);
});

test("losses that are known of already are said with what is damaged, and damage no line of their own", async () => {
  const { reading } = await read({ "router.log.gz": Buffer.from("plain") }, ["the follower ended"]);
  expect(reading.gaps).toEqual(["the follower ended", expect.stringContaining("router.log.gz is damaged")]);
  expect(reading.damagedLines).toBe(1);
});

test("a last line that breaks off is damaged", async () => {
  const logs = await read({ "router.log": `${text(1, 2)}${line(3).slice(0, 100)}` });
  expect(numbersOf(logs)).toEqual([1, 2]);
  expect(logs.reading.damagedLines).toBe(1);
});

test("zstd is read where this Node can, and refused with what to do where it cannot", async () => {
  const files = { "router.log.1.zst": Buffer.from(ZSTD, "base64"), "router.log": line(3) };
  if ("createZstdDecompress" in zlib) {
    expect(numbersOf(await read(files))).toEqual([1, 2, 3]);
    const cut = { "router.log.zst": files["router.log.1.zst"].subarray(0, 40) };
    expect((await read(cut)).reading.gaps).toHaveLength(1);
    return;
  }
  const error = await read(files).catch((reason: unknown) => reason);
  expect(isWaRoutingError(error) && error.code).toBe("ZSTD_UNSUPPORTED");
  expect(isWaRoutingError(error) && error.remedy).toContain("zstd -d");
  expect(numbersOf(await read({ ...files, "router.log.1": text(1, 2) }))).toEqual([1, 2, 3]);
});

test("any rotation, any compression, any order of lines gives the same events", async () => {
  const whole = lines(1, 40);
  const wanted = (await read({ "router.log": whole.join("") })).events;
  const shuffled = fc.shuffledSubarray(whole, { minLength: whole.length });
  const cuts = fc.array(fc.nat({ max: whole.length }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.constant(whole), shuffled), cuts, fc.boolean(), async (all, places, compressed) => {
      const edges = [0, ...places.sort((a, b) => a - b), all.length];
      const parts = edges.slice(1).map((edge, index) => all.slice(edges[index], edge).join(""));
      const files = parts.map((part, index): [string, string | Uint8Array] => {
        const name = index === parts.length - 1 ? "router.log" : `router.log.${parts.length - 1 - index}`;
        return compressed ? [`${name}.gz`, zlib.gzipSync(part)] : [name, part];
      });
      const { events } = await read(Object.fromEntries(files));
      expect(events.map((event) => ({ ...event, line: 0 }))).toEqual(wanted.map((event) => ({ ...event, line: 0 })));
    }),
    { numRuns: 40 },
  );
});

test("names", () => {
  const names = [
    "router.log",
    "router.log.10",
    "router.log.9.gz",
    "router-x.log-20261123",
    "router.log.old",
    "run.json",
  ];
  expect(routerLogFiles(names)).toEqual([
    { router: null, files: ["router.log.old", "router.log.10", "router.log.9.gz", "router.log"] },
    { router: "x", files: ["router-x.log-20261123"] },
  ]);
});
