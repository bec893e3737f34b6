import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type OptionRow, rowsOf } from "./option-row.ts";
import { complete, type Served } from "./served.ts";

/** Options of `serve`: seen in what its servers do. */
export function serveRows(folder: string, served: () => Promise<Served>): OptionRow[] {
  return [...modelServerRows(served), ...simulatorRows(folder, served)];
}

function modelServerRows(served: () => Promise<Served>): OptionRow[] {
  const server = async () => (await served()).modelServer;
  return rowsOf("serve model-server", {
    async count() {
      const { url, port } = await server();
      const { data } = (await (await fetch(`${url.replace(`:${port}`, `:${port + 1}`)}/v1/models`)).json()) as {
        data: unknown[];
      };
      expect(data).toHaveLength(2);
    },
    port: async () => expect((await server()).port).toBe((await served()).ports[0]),
    "admin-port": async () => expect((await server()).adminPort).toBe((await served()).ports[1]),
    host: async () => expect(new URL((await server()).url).hostname).toBe("127.0.0.2"),
    "admin-host": async () => expect(new URL((await server()).adminUrl).hostname).toBe("127.0.0.3"),
    async name() {
      const [first = ""] = (await (await fetch(`${(await server()).adminUrl}/arrivals`)).text()).split("\n");
      expect(JSON.parse(first).modelServer).toBe("witness-0");
    },
    async models() {
      const { data } = (await (await fetch(`${(await server()).url}/v1/models`)).json()) as { data: { id: string }[] };
      expect(data.map(({ id }) => id)).toEqual(["one", "two"]);
    },
    async slots() {
      const { url } = await server();
      const both = await Promise.all([complete(url, 1), complete(url, 1)]);
      expect(Math.max(...both.map(({ ms }) => ms))).toBeGreaterThan(2 * 120 - 1);
    },
    "ttft-ms": async () => expect((await complete((await server()).url, 1)).ms).toBeGreaterThan(120 - 1),
    "itl-ms": async () => expect((await complete((await server()).url, 5)).ms).toBeGreaterThan(120 + 4 * 60 - 1),
    async "keep-aborted"() {
      const { url } = await server();
      const running = async () =>
        /^vllm:num_requests_running\{.*\} (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1];
      const left = new AbortController();
      // Much longer than the looks at it take, on any machine.
      const answer = complete(url, 200, {}, left.signal);
      await expect.poll(running).toBe("1");
      left.abort();
      await expect(answer).rejects.toThrow();
      expect(await running()).toBe("1");
    },
    seed: async () => expect((await served()).firstAnswer.text).toBe("then let go"),
  });
}

function simulatorRows(folder: string, served: () => Promise<Served>): OptionRow[] {
  const url = async () => (await served()).simulator.url;
  const log = async (name: string) => {
    await served();
    return readFileSync(join(folder, name), "utf8");
  };
  let sent: Promise<void> | undefined;
  const thirdLog = async () => {
    sent ??= (await served()).sendTwoLines();
    await sent;
    return await log("third.log");
  };
  return rowsOf("serve simulator", {
    "model-server-url": async () =>
      expect(new Set((await served()).picks[0])).toEqual(new Set(["cmpl-left", "cmpl-right"])),
    port: async () => expect((await served()).simulator.port).toBe((await served()).ports[2]),
    "metrics-port": async () => expect((await served()).simulator.metricsPort).toBe((await served()).ports[3]),
    log: async () => expect(await log("first.log")).toContain("[WA-ROUTING]"),
    ordering: async () => expect(await log("first.log")).toContain('"ordering":"fcfs"'),
    policy: async () => expect(await log("second.log")).toContain(" ordering=fcfs"),
    discipline: async () => expect(await thirdLog()).toContain('"discipline":"sorted"'),
    "join-headers": async () => expect(await thirdLog()).toMatch(/context extracted.*"source":"invalid"/),
    fault: async () => expect((await complete(await url(), 1, {})).status).toBe(400),
    async "log-verbosity"() {
      expect(await log("first.log")).toContain('"Level(-4)"');
      expect(await log("second.log")).not.toContain("level=Level(-4)");
    },
    "log-format": async () => expect(await log("second.log")).toContain('msg="[WA-ROUTING] '),
    async seed() {
      const [one, two] = (await served()).picks;
      expect(one).not.toEqual(two);
    },
  });
}
