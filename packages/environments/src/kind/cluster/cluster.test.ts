import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { ClusterRecord, ProcessIdentity } from "@wa-routing/protocol";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { identify } from "../../process/process-identity.ts";
import { StandInPrograms } from "../stand-in-programs.test-data.ts";
import { startCluster } from "./cluster.ts";
import { kubeconfigOf, recordCluster, recordedClusters, recordFile } from "./cluster-records.ts";
import { endLeftClusters } from "./end-left-clusters.ts";

let programs: StandInPrograms;
beforeEach(() => {
  programs = new StandInPrograms();
});
afterEach(() => programs.end());

const start = (options: Partial<Parameters<typeof startCluster>[0]> = {}, signal?: AbortSignal) =>
  startCluster({ nodePorts: [30080, 30090], ...options }, signal);
const names = () => recordedClusters().records.map(({ name }) => name);

describe("one that we make", () => {
  test("is recorded before it is made, published on loopback, and deleted with its record", async () => {
    const cluster = await start({ kindNodeImage: "node:dev" });
    expect(cluster).toMatchObject({ name: expect.stringMatching(/^wa-routing-[0-9a-f]{8}$/), isOurs: true });
    const [record] = recordedClusters().records;
    const { nodes } = JSON.parse(programs.read("config")) as { nodes: { extraPortMappings: object[] }[] };
    expect(nodes[0]).toMatchObject({
      labels: { "wa-routing/owner": record?.token },
      extraPortMappings: [
        { containerPort: 30080, hostPort: cluster.hostPorts.get(30080), listenAddress: "127.0.0.1" },
        { containerPort: 30090, hostPort: cluster.hostPorts.get(30090), listenAddress: "127.0.0.1" },
      ],
    });
    const [created] = programs.calls("kind create");
    expect(created).toContain(`--name ${cluster.name} --kubeconfig ${cluster.kubeconfig}`);
    expect(created).toContain("--image node:dev");
    await cluster.end(false);
    expect(programs.read("clusters")).toBe("");
    expect(names()).toEqual([]);
  });

  test("stays with keep, until it is asked for", async () => {
    const { name, end } = await start({ keep: true });
    await end(false);
    expect(programs.calls("kind delete")).toEqual([]);
    expect(names()).toEqual([name]);
    forgetOwner();
    expect(await endLeftClusters({ kept: false })).toEqual([]);
    expect(await endLeftClusters({ kept: true })).toMatchObject([{ outcome: "deleted" }]);
    expect(programs.read("clusters")).toBe("");
  });

  test("of which kind says that it could not be made is cleaned up, in kind's words", async () => {
    programs.set("create-fails", "ERROR: failed to create cluster: no space left on device\n");
    await expect(start()).rejects.toMatchObject({
      code: "ENVIRONMENT_NOT_STARTED",
      message: expect.stringContaining("no space left on device"),
    });
    expect(programs.read("clusters")).toBe("");
    expect(names()).toEqual([]);
  });

  test("is given up while it is made, at once", async () => {
    programs.set("create-hangs");
    programs.set("no-api");
    const interruption = new AbortController();
    const starting = start({}, interruption.signal);
    const refused = expect(starting).rejects.toThrow("interrupted");
    while (!programs.has("hanging")) await delay(10);
    const [record] = recordedClusters().records;
    programs.set("ports", published(record?.hostPorts ?? []));
    interruption.abort(new Error("interrupted"));
    await refused;
    // The deletion is waited for only a moment: on a busy machine it ends after us.
    await expect.poll(names).toEqual([]);
    expect(programs.calls("kind delete")).toHaveLength(1);
  });

  test("in haste: a deletion that takes long goes on without us, and its record stays for whoever comes next", async () => {
    const { name, end } = await start();
    programs.set("delete-hangs");
    const startMs = performance.now();
    await end(true);
    expect(performance.now() - startMs).toBeLessThan(4000);
    expect(names()).toEqual([name]);
    // It may have hardly begun by then; begun, it goes on.
    await expect.poll(() => programs.has("deleting")).toBe(true);
    expect(identify(Number(programs.read("deleting")))).not.toBeNull();
    expect(programs.calls("kind delete")).toHaveLength(1);
    programs.set("clusters", "");
    forgetOwner();
    expect(await endLeftClusters({ kept: false })).toMatchObject([{ outcome: "gone" }]);
    expect(names()).toEqual([]);
  });
});

describe("one that somebody else made", () => {
  test("is refused unless it is to be reused", async () => {
    programs.set("clusters", "inference-e2e\n");
    await expect(start({ cluster: "inference-e2e" })).rejects.toThrow(/there is a kind cluster inference-e2e already/);
    await expect(start({ cluster: "other", reuse: "require" })).rejects.toThrow(/there is no kind cluster other/);
    expect(programs.calls("create")).toEqual([]);
    expect(programs.calls("delete")).toEqual([]);
  });

  test.each(["if-exists", "require"] as const)("with --reuse %s it is taken, and never deleted", async (reuse) => {
    programs.set("clusters", "inference-e2e\n");
    programs.set("ports", '{"30080/tcp":[{"HostIp":"127.0.0.1","HostPort":"45678"}]}');
    const cluster = await start({ cluster: "inference-e2e", reuse });
    expect(cluster).toMatchObject({ name: "inference-e2e", isOurs: false, hostPorts: new Map([[30080, 45678]]) });
    await cluster.end(false);
    await cluster.end(true);
    expect(programs.calls("delete")).toEqual([]);
    expect(programs.calls("create")).toEqual([]);
    expect(names()).toEqual([]);
  });
});

describe("what a killed owner left", () => {
  test.each([
    ["the label of its node is the recorded one", { "token-of-left": "t0ken" }, "deleted"],
    ["the label is another one", { "token-of-left": "another" }, "foreign"],
    ["there is no label", { "token-of-left": "" }, "foreign"],
    [
      "its API does not answer, and its node publishes the recorded ports",
      { "no-api": "", ports: published([41234]) },
      "deleted",
    ],
    ["its API does not answer, and its node publishes others", { "no-api": "", ports: published([5]) }, "foreign"],
    ["its API does not answer, and there is no such container", { "no-api": "" }, "foreign"],
    ["kind knows no such cluster", { clusters: "" }, "gone"],
  ] as const)("%s: %s", async (_, changes, outcome) => {
    await leave("left");
    programs.set("clusters", "left\nforeign\n");
    for (const [change, text] of Object.entries(changes)) programs.set(change as "ports", text);
    expect(await endLeftClusters({ kept: false })).toMatchObject([{ outcome }]);
    expect(programs.calls("kind delete")).toHaveLength(outcome === "deleted" ? 1 : 0);
    expect(programs.read("clusters")).toContain(outcome === "gone" ? "" : "foreign\n");
    expect(names()).toEqual(outcome === "foreign" ? ["left"] : []);
  });

  test("one whose owner runs is left alone", async () => {
    await leave("left", identify(process.pid) as ProcessIdentity);
    programs.set("clusters", "left\n");
    expect(await endLeftClusters({ kept: true })).toEqual([]);
    expect(programs.calls()).toEqual([]);
  });
});

describe("what a killed owner left, and cannot be deleted", () => {
  const NO_DOCKER = "ERROR: failed to list clusters: Cannot connect to the Docker daemon\n";

  test.each([
    [
      "there is no kind",
      () => vi.stubEnv("PATH", join(programs.folder, "state")),
      "out-of-reach",
      /: there is no program kind/,
    ],
    [
      "docker does not run",
      () => programs.set("list-fails", NO_DOCKER),
      "out-of-reach",
      /Cannot connect to the Docker/,
    ],
    ["kind fails", () => programs.set("delete-fails", "ERROR: no space left\n"), "left", /no space left/],
  ] as const)(
    "%s: told with its name, its record, and how it is deleted and forgotten",
    async (_, hinder, outcome, why) => {
      await leave("left");
      programs.set("clusters", "left\n");
      programs.set("token-of-left", "t0ken");
      hinder();
      const [told, ...others] = await endLeftClusters({ kept: false });
      expect(others).toEqual([]);
      expect(told).toMatchObject({ name: "left", outcome, isKeptHere: false });
      expect(told?.text).toMatch(/^the kind cluster left, made by process \d+, which has ended, is not deleted: /);
      expect(told?.text).toMatch(why);
      expect(told?.text).toContain("kind delete cluster --name left.");
      expect(told?.text).toContain(`Its record is ${recordFile("left")}: remove that file`);
      expect(names()).toEqual(["left"]);
    },
  );

  test("a record of another boot or container says so", async () => {
    await leave("left", { ...(await endedProcess()), scope: "another boot" });
    programs.set("list-fails", NO_DOCKER);
    expect(await endLeftClusters({ kept: false })).toEqual([]);
    const [told] = await endLeftClusters({ kept: true });
    expect(told?.text).toMatch(/made by process \d+, in another boot or container, is not deleted/);
  });

  test("a record that cannot be understood names its file", async () => {
    await leave("left");
    writeFileSync(recordFile("left"), "{");
    expect(await endLeftClusters({ kept: true })).toMatchObject([
      {
        name: recordFile("left"),
        outcome: "out-of-reach",
        text: expect.stringContaining("remove the file to forget it"),
      },
    ]);
  });
});

function published(ports: readonly number[]): string {
  const bindings = ports.map((port, index) => [
    `${30080 + index}/tcp`,
    [{ HostIp: "127.0.0.1", HostPort: String(port) }],
  ]);
  return JSON.stringify(Object.fromEntries(bindings));
}

async function leave(name: string, owner?: ProcessIdentity): Promise<void> {
  recordCluster({
    schemaVersion: 1,
    ...{ name, token: "t0ken", hostPorts: [41234], kubeconfig: kubeconfigOf(name), keep: false },
    owner: owner ?? (await endedProcess()),
  });
}

async function endedProcess(): Promise<ProcessIdentity> {
  const child = spawn("sleep", ["60"]);
  const identity = identify(child.pid as number) as ProcessIdentity;
  child.kill("SIGKILL");
  await once(child, "exit");
  return identity;
}

/** As if this process had ended. */
function forgetOwner(): void {
  for (const record of recordedClusters().records) {
    const owner: ClusterRecord["owner"] = { ...record.owner, started: "1" };
    recordCluster({ ...record, owner });
  }
}
