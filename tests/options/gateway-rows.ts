import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import type { RunningGateway } from "@wa-routing/environments";
import { DEFAULT_ROUTER_PARAMETERS } from "@wa-routing/protocol";
import { expect } from "vitest";
import {
  type RecordedCluster,
  recordedCluster,
} from "../../packages/environments/src/kubernetes/recorded-cluster.test-data.ts";
import { chooseGateway, chosenGateway } from "../../packages/runner/src/gateway/gateway-choice.ts";
import { commandHere } from "../command-here.ts";
import { type OptionRow, rowsOf } from "./option-row.ts";
import { parsedRun } from "./parsed-command.ts";
import type { ServersHere } from "./servers-here.ts";

/** Options of `run` that say which gateway: seen at the gateway that is connected to or started, or in what it refuses. */
export function gatewayRows(folder: string, servers: () => ServersHere, embedded: () => Promise<RunningGateway>) {
  return [...existingRows(folder, servers), ...embeddedRows(embedded), ...standaloneRows(folder)];
}

/** Connects as `run` would with these options, and looks. */
async function connected(servers: ServersHere, args: readonly string[], look: (gateway: RunningGateway) => unknown) {
  await using gateway = await chooseGateway(await parsedRun("--envoy-url", servers.gatewayUrl, ...args))();
  await look(gateway);
}

/** While a stand-in for kubectl is first on the PATH, whose forwards lead to the servers of this process. */
async function inCluster(
  { routerMetricsUrl, modelServerUrl, modelServerAdminUrl }: ServersHere,
  states: readonly string[],
  look: (cluster: RecordedCluster) => Promise<void>,
) {
  const [metrics = 0, serving = 0, admin = 0] = [routerMetricsUrl, modelServerUrl, modelServerAdminUrl].map((url) =>
    Number(new URL(url).port),
  );
  using cluster = recordedCluster(states, { ports: { 9090: metrics, 8000: serving, 8100: admin } });
  const { PATH } = process.env;
  process.env.PATH = `${cluster.folder}:${PATH}`;
  try {
    await look(cluster);
  } finally {
    process.env.PATH = PATH;
  }
}

function existingRows(folder: string, servers: () => ServersHere): OptionRow[] {
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const tokenFile = () => file("token", "t0ken\n");
  const pemFile = () => file("authority.pem", rootCertificates[0] ?? "");
  const tlsOf = async (...args: string[]) => {
    const { options } = chosenGateway(await parsedRun("--envoy-url", "https://gateway.test", ...args));
    return "gatewayUrl" in options ? options.tls : null;
  };
  const refusedAsArgument = async (name: string) => {
    const { code, stderr } = await commandHere("run", `--${name}`, "s3cret");
    expect(stderr).toContain(`--${name}-file FILE`);
    expect(code).toBe(2);
  };
  const plain = (look: (gateway: RunningGateway) => unknown) => connected(servers(), [], look);
  const admin = () => ["--model-server-admin-url", servers().modelServerAdminUrl];
  return rowsOf("run", {
    async "envoy-url"() {
      await plain(({ url, description }) => {
        expect(url).toBe(servers().gatewayUrl);
        expect(description.environment).toBe("existing");
      });
    },
    async "model-server-url"() {
      await plain(({ routes }) => expect(routes.direct).toBeUndefined());
      await connected(servers(), ["--model-server-url", servers().modelServerUrl], ({ routes, description }) => {
        expect(routes.direct).toBeDefined();
        expect(description.modelServers).toEqual([servers().modelServerUrl]);
      });
    },
    async "model-server-admin-url"() {
      await plain(({ gate }) => expect(gate).toBeNull());
      await connected(servers(), admin(), ({ gate, description }) => {
        expect(gate?.driver).toBe("model-server");
        expect(description.witnesses.arrivals).toBe(true);
      });
    },
    async "router-metrics-url"() {
      await plain(({ metrics }) => expect(metrics).toBeNull());
      await connected(servers(), ["--router-metrics-url", servers().routerMetricsUrl], async ({ metrics }) =>
        expect(await metrics?.sample()).toMatchObject({ modelServerQueueSizes: { "model-server-0": 0 } }),
      );
    },
    async "router-metrics-token-file"() {
      const guarded = ["--router-metrics-url", servers().guardedMetricsUrl];
      await connected(servers(), guarded, () => expect(servers().tokensSeen.at(-1)).toBeUndefined());
      await connected(servers(), [...guarded, "--router-metrics-token-file", tokenFile()], () =>
        expect(servers().tokensSeen.at(-1)).toBe("Bearer t0ken"),
      );
    },
    async "bearer-token-file"() {
      await plain(({ address }) => expect(address.headers).toBeUndefined());
      await connected(servers(), ["--bearer-token-file", tokenFile()], ({ address }) =>
        expect(address.headers).toEqual({ authorization: "Bearer t0ken" }),
      );
    },
    async "admin-token-file"() {
      const reached = { "--model-server-url": servers().modelServerUrl, "--admin-token-file": tokenFile() };
      await connected(servers(), Object.entries(reached).flat(), async ({ routes }) => {
        await using direct = await routes.direct?.();
        expect(direct?.address.headers).toEqual({ authorization: "Bearer t0ken" });
      });
    },
    async header() {
      const args = ["--header", "x-tenant: a", "--header", `x-api-key:@${tokenFile()}`];
      await connected(servers(), args, ({ address }) =>
        expect(address.headers).toEqual({ "x-tenant": "a", "x-api-key": "t0ken" }),
      );
    },
    "bearer-token": () => refusedAsArgument("bearer-token"),
    "router-metrics-token": () => refusedAsArgument("router-metrics-token"),
    "admin-token": () => refusedAsArgument("admin-token"),
    async cacert() {
      expect(await tlsOf("--cacert", pemFile())).toEqual({ ca: rootCertificates[0] });
    },
    async "insecure-skip-tls-verify"() {
      expect(await tlsOf("--insecure-skip-tls-verify")).toEqual({ verify: false });
      expect(await tlsOf()).toBeUndefined();
    },
    // One that fits is used in tests/real-gateway.
    "client-cert": () =>
      expect(tlsOf("--client-cert", tokenFile(), "--client-key", tokenFile())).rejects.toThrow(
        /--client-cert .* cannot be used/,
      ),
    "client-key": () =>
      expect(tlsOf("--client-cert", pemFile(), "--client-key", tokenFile())).rejects.toThrow(
        /--client-key .* cannot be used/,
      ),
    async "router-log-wait"() {
      const missing = ["--router-log", join(folder, "later.log")];
      await expect(connected(servers(), missing, () => undefined)).rejects.toThrow(/there is no such file/);
      await connected(servers(), [...missing, "--router-log-wait"], ({ description }) =>
        expect(description.witnesses.routerLog).toBe(true),
      );
    },
    async "router-log"() {
      await plain(({ description }) => expect(description.witnesses.routerLog).toBe(false));
      await connected(servers(), ["--router-log", servers().routerLog], async (gateway) => {
        let log = "";
        const onLogChunk = (chunk: Uint8Array) => {
          log += Buffer.from(chunk).toString();
        };
        const watch = await gateway.watch({ onArrivals: () => {}, onLogChunk, onLoss: () => {} });
        await fetch(`${gateway.url}/v1/completions`, {
          method: "POST",
          body: JSON.stringify({ model: "fake-model", prompt: "x" }),
        });
        await watch.stop();
        expect(log).toContain("[WA-ROUTING]");
      });
    },
    async gate() {
      await connected(servers(), [...admin(), "--gate", "none"], ({ gate }) => expect(gate).toBeNull());
      const blockers = ["--model-server-url", servers().modelServerUrl, "--gate", "blockers"];
      await connected(servers(), blockers, ({ gate }) => expect(gate?.driver).toBe("blockers"));
    },
    async model() {
      await plain(({ description }) => expect(description.model).toBe("fake-model"));
      await connected(servers(), ["--model", "other"], ({ description }) => expect(description.model).toBe("other"));
    },
    async namespace() {
      await plain(({ description }) => expect(description.router).toEqual({}));
      const witnesses = ["--router-metrics-url", servers().routerMetricsUrl, "--router-log", servers().routerLog];
      await connected(servers(), [...admin(), ...witnesses, "--namespace", "prod"], ({ description }) =>
        expect(description.router).toEqual({ namespace: "prod" }),
      );
      await inCluster(servers(), ["healthy-ours"], async () => {
        await connected(servers(), ["--namespace", "inf-ext-e2e"], ({ description }) =>
          expect(description).toMatchObject({ gate: "model-server", router: { namespace: "inf-ext-e2e" } }),
        );
      });
    },
    async context() {
      await inCluster(servers(), ["healthy-ours"], async (cluster) => {
        await connected(servers(), ["--namespace", "inf-ext-e2e", "--context", "kind-wa"], ({ description }) =>
          expect(description.router.context).toBe("kind-wa"),
        );
        expect(cluster.calls().filter((call) => !call.includes("--context kind-wa"))).toEqual([]);
      });
    },
    async wait() {
      const states = ["wrong-image-only", "wrong-image-only", "wrong-image-only", "wrong-image-only", "healthy-ours"];
      await inCluster(servers(), states, async () => {
        await connected(servers(), ["--namespace", "inf-ext-e2e", "--wait", "1m"], ({ description }) =>
          expect(description.gate).toBe("model-server"),
        );
      });
    },
    async adapt() {
      const args = ["--namespace", "inf-ext-e2e", "--adapt"];
      const [verbose, quiet] = [
        chosenGateway(await parsedRun(...args)),
        chosenGateway(await parsedRun(...args), "quiet"),
      ];
      expect(verbose).toMatchObject({ namespace: { adapt: { verbosity: 5 } } });
      expect(quiet).toMatchObject({ namespace: { adapt: { verbosity: 2 } } });
    },
    async score() {
      await plain(({ description }) => expect(description.parameters).toBeUndefined());
      await connected(servers(), ["--score", "wait-weight=0.3"], ({ description }) =>
        expect(description.parameters).toEqual({ ...DEFAULT_ROUTER_PARAMETERS, waitWeight: 0.3 }),
      );
    },
  });
}

const JSON_BODY = { "content-type": "application/json" };

/** The options that {@link embeddedRows} looks for in the gateway that was started with them. */
export const EMBEDDED_ARGUMENTS = [
  ...["--environment", "embedded", "--policy", "fcfs", "--fault", "headerless-refused"],
  ...["--model-servers", "2", "--log-verbosity", "4"],
] as const;

function embeddedRows(embedded: () => Promise<RunningGateway>): OptionRow[] {
  const ask = async (headers: Readonly<Record<string, string>>) => {
    const { url } = await embedded();
    const body = JSON.stringify({ model: "fake-model", prompt: "x" });
    return await fetch(`${url}/v1/completions`, { method: "POST", headers: { ...headers, ...JSON_BODY }, body });
  };
  const log = async () => {
    const { routerLog } = (await embedded()).connection;
    return readFileSync(routerLog?.source === "file" ? routerLog.path : "", "utf8");
  };
  const ordered = async () => expect(await log()).toContain('"ordering":"fcfs"');
  return rowsOf("run", {
    async environment() {
      expect(chosenGateway(await parsedRun()).environment).toBe("embedded");
      expect(chosenGateway(await parsedRun("--environment", "standalone")).environment).toBe("standalone");
    },
    async ordering() {
      expect(chosenGateway(await parsedRun("--ordering", "fcfs")).options).toEqual({ ordering: "fcfs" });
    },
    policy: ordered,
    async fault() {
      expect((await ask({})).status).toBe(400);
      expect((await ask({ "x-workload-context": '{"workload_id":"a","criticality":1}' })).status).toBe(200);
    },
    async "model-servers"() {
      expect((await embedded()).description.modelServers).toHaveLength(2);
    },
    async "log-verbosity"() {
      await ask({ "x-workload-context": '{"workload_id":"a","criticality":1}' });
      expect(await log()).toContain('"Level(-4)"');
    },
  });
}

// Whether or not the machine has Envoy and a picker: what was named is what is looked for.
function standaloneRows(folder: string): OptionRow[] {
  const refused = async (args: readonly string[], says: RegExp) => {
    const { code, stderr } = await commandHere("run", "--scenario", "basic-priority", ...args);
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
  };
  const envoy = () => {
    const path = join(folder, "envoy");
    writeFileSync(path, "#!/bin/sh\necho 'envoy version: 0/1.40.0/Clean/RELEASE/BoringSSL'\n", { mode: 0o755 });
    return path;
  };
  return rowsOf("run", {
    epp: () =>
      refused(["--epp", "llm-d-router", "--ordering", "workload-aware"], /--epp llm-d-router cannot be ordered/),
    "epp-bin": () => refused(["--envoy-bin", envoy(), "--epp-bin", "./nowhere"], /--epp-bin is "\.\/nowhere"/),
    "envoy-bin": () => refused(["--envoy-bin", "./nowhere"], /--envoy-bin is "\.\/nowhere"/),
    "epp-config": () => refused(["--epp-config", "./nowhere.yaml"], /--epp-config \.\/nowhere\.yaml cannot be read/),
  });
}
