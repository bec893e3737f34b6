import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, vi } from "vitest";
import {
  type RecordedCluster,
  recordedCluster,
} from "../../packages/environments/src/kubernetes/recorded-cluster.test-data.ts";
import { startSupervisor } from "../../packages/runner/src/background/start-supervisor.ts";
import { installEnvoyAsked } from "../../packages/runner/src/cli/install-envoy-asked.ts";
import { fieldOf, type GatewayOptionName } from "../../packages/runner/src/gateway/gateway-options.ts";
import { runSelftest } from "../../packages/runner/src/selftest/run-selftest.ts";
import { commandHere } from "../command-here.ts";
import { type OptionRow, rowsOf } from "./option-row.ts";

/** What `up` gives to the process that owns the gateway: by flag, its text and the value that arrives there. */
const UP: Readonly<
  Record<string, readonly ["embedded" | "standalone" | "kind", GatewayOptionName | "seed", string, unknown]>
> = {
  seed: ["embedded", "seed", "7", 7],
  fault: ["embedded", "fault", "requests-lost", ["requests-lost"]],
  ordering: ["standalone", "ordering", "fcfs", "fcfs"],
  policy: ["embedded", "ordering", "fcfs", "fcfs"],
  epp: ["standalone", "epp", "fork", "fork"],
  "epp-bin": ["standalone", "epp-bin", "./epp", "./epp"],
  "epp-config": ["standalone", "epp-config", "./epp.yaml", "./epp.yaml"],
  "envoy-bin": ["standalone", "envoy-bin", "./envoy", "./envoy"],
  "epp-image": ["kind", "epp-image", "epp:dev", "epp:dev"],
  "epp-build": ["kind", "epp-build", "./epp", "./epp"],
  "epp-manifests": ["kind", "epp-manifests", "./epp.yaml", "./epp.yaml"],
  "envoy-image": ["kind", "envoy-image", "envoy:dev", "envoy:dev"],
  "model-server-image": ["kind", "model-server-image", "wa-routing:dev", "wa-routing:dev"],
  "kind-node-image": ["kind", "kind-node-image", "node:dev", "node:dev"],
  cluster: ["kind", "cluster", "wa", "wa"],
  score: ["embedded", "score", "rate-weight=0.1", "rate-weight=0.1"],
  "model-servers": ["embedded", "model-servers", "3", 3],
  "log-verbosity": ["standalone", "log-verbosity", "4", 4],
};

/** Options of the commands that start something, with what they would start exchanged for what notes how it is called. */
export function startedRows(folder: string): OptionRow[] {
  const up = Object.entries(UP).map(([flag, [environment, name, text, value]]): [string, () => Promise<void>] => [
    flag,
    async () => {
      const { code, stderr } = await commandHere("up", environment, `--${flag}`, text);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const field = name === "seed" ? name : fieldOf(name);
      expect(vi.mocked(startSupervisor).mock.lastCall?.[1]).toEqual({ environment, [field]: value });
    },
  ]);
  return [
    ...rowsOf("up", Object.fromEntries(up)),
    ...rowsOf("up", {
      async reuse() {
        await commandHere("up", "kind", "--cluster", "wa", "--reuse", "require");
        const choice = { environment: "kind", cluster: "wa", reuse: "require" };
        expect(vi.mocked(startSupervisor).mock.lastCall?.[1]).toEqual(choice);
      },
      async json() {
        expect(JSON.parse((await commandHere("up", "embedded", "--json")).stdout).environment).toBe("embedded");
      },
    }),
    ...rowsOf("down", {
      async namespace() {
        const { stdout } = await inRecordedCluster(() => commandHere("down", "--namespace", "inf-ext-e2e"));
        expect(stdout).toBe("Nothing had to be put back.\n");
      },
      async context() {
        const { stdout } = await inRecordedCluster(async ({ calls }) => {
          const done = await commandHere("down", "--namespace", "x", "--context", "kind-wa", "--json");
          expect(calls()).toContain("--context kind-wa --namespace x get deployments -o json");
          expect(calls().filter((call) => !call.startsWith("--context kind-wa --namespace x "))).toEqual([]);
          return done;
        });
        expect(JSON.parse(stdout)).toEqual({ namespace: "x", putBack: [] });
      },
      async json() {
        expect(JSON.parse((await commandHere("down", "--json")).stdout)).toEqual({ found: "nothing" });
      },
    }),
    ...rowsOf("doctor", {
      async json() {
        expect(JSON.parse((await commandHere("doctor", "--json")).stdout).findings).toEqual([]);
      },
      async namespace() {
        const { stdout } = await inRecordedCluster(() => commandHere("doctor", "--namespace", "inf-ext-e2e", "--json"));
        expect(JSON.parse(stdout).findings).toContainEqual({
          what: "InferencePool",
          state: "ready",
          found: "vllm-llama3-8b-instruct",
          remedy: null,
        });
      },
      async context() {
        const { stdout } = await inRecordedCluster(() =>
          commandHere("doctor", "--namespace", "inf-ext-e2e", "--context", "kind-wa"),
        );
        expect(stdout).toContain("☑ namespace: inf-ext-e2e, in the context kind-wa\n");
      },
      async install() {
        await commandHere("doctor", "--install", "envoy");
        expect(vi.mocked(installEnvoyAsked).mock.lastCall).toEqual([false]);
      },
      async yes() {
        await commandHere("doctor", "--install", "envoy", "--yes");
        expect(vi.mocked(installEnvoyAsked).mock.lastCall).toEqual([true]);
      },
    }),
    ...selftestRows(folder),
  ];
}

async function inRecordedCluster<Result>(look: (cluster: RecordedCluster) => Promise<Result>): Promise<Result> {
  using cluster = recordedCluster(["healthy-ours"]);
  const { PATH } = process.env;
  process.env.PATH = `${cluster.folder}:${PATH}`;
  try {
    return await look(cluster);
  } finally {
    process.env.PATH = PATH;
  }
}

function selftestRows(folder: string): OptionRow[] {
  const selftest = async (...args: string[]) => {
    const { stdout } = await commandHere("selftest", ...args);
    const [runs = [], options] = vi.mocked(runSelftest).mock.lastCall ?? [];
    return { stdout, options, healthy: runs.filter(({ subject }) => subject.name === "healthy"), runs };
  };
  return rowsOf("selftest", {
    async quick() {
      const [quick, full] = [await selftest("--quick"), await selftest()];
      expect(Math.max(...quick.healthy.map(({ repeat }) => repeat))).toBe(1);
      expect(Math.max(...full.healthy.map(({ repeat }) => repeat))).toBe(20);
      expect(quick.runs.length - quick.healthy.length).toBeLessThan(full.runs.length - full.healthy.length);
    },
    async fault() {
      const { runs } = await selftest("--quick", "--fault", "requests-lost");
      expect(new Set(runs.map(({ subject }) => subject.name))).toEqual(new Set(["healthy", "requests-lost"]));
    },
    async variant() {
      const { runs } = await selftest("--quick", "--variant", "sorted-none-declared-joined");
      const names = new Set(runs.map(({ subject }) => subject.name));
      expect(names).toEqual(new Set(["healthy", "healthy-sorted-none-declared-joined"]));
    },
    async repeats() {
      const { healthy } = await selftest("--repeats", "3");
      expect(Math.max(...healthy.map(({ repeat }) => repeat))).toBe(3);
    },
    async jobs() {
      expect((await selftest("--jobs", "9")).options?.jobs).toBe(9);
    },
    async seed() {
      expect((await selftest("--seed", "7")).options?.seed).toBe(7);
    },
    async "run-dir"() {
      const dir = join(folder, "selftest");
      expect((await selftest("--run-dir", dir)).options?.runDir).toBe(dir);
      expect(existsSync((await selftest()).options?.runDir ?? "")).toBe(false);
    },
    async json() {
      expect(JSON.parse((await selftest("--json")).stdout).verdict).toBe("pass");
    },
    async quiet() {
      expect((await selftest("--quiet")).stdout).toBe("pass\n");
    },
  });
}
