import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findEnvoy } from "@wa-routing/environments";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandsOfTests, temporaryFolder } from "../command.ts";
import { notRun } from "../not-run.ts";
import { startServersHere } from "../options/servers-here.ts";
import { type Certificates, makeCertificates } from "./certificates.ts";
import { startGuardingEnvoy } from "./guarding-envoy.ts";
import { startTunnelProxy, type TunnelProxy } from "./tunnel-proxy.ts";

const TOKENS = { gateway: "g4teway-t0ken", metrics: "m3trics-t0ken", admin: "4dmin-t0ken", tenant: "t3nant-secret" };
const NAMES = ["gateway.test", "metrics.test", "server.test", "admin.test"] as const;
const envoy = envoyHere();

function envoyHere(): string | null {
  try {
    return findEnvoy(undefined);
  } catch (error) {
    notRun("a gateway with TLS and tokens", (error as Error).message);
    return null;
  }
}

describe.skipIf(envoy === null)("a gateway behind TLS, tokens and a proxy", () => {
  const folder = temporaryFolder();
  const started = commandsOfTests();
  const ends: AsyncDisposable[] = [];
  let certificates: Certificates;
  let proxy: TunnelProxy;
  let port: number;
  let metricsPath: string;
  afterAll(async () => {
    for (const end of ends.reverse()) await end[Symbol.asyncDispose]();
    folder.remove();
  });
  beforeAll(async () => {
    certificates = makeCertificates(folder.path, NAMES);
    const { gatewayUrl, modelServerUrl, modelServerAdminUrl, routerMetricsUrl, ...servers } = await startServersHere(
      folder.path,
    );
    ends.push(servers);
    metricsPath = new URL(routerMetricsUrl).pathname;
    const guarded = await startGuardingEnvoy(envoy ?? "", folder.path, certificates, [
      { name: "gateway.test", url: gatewayUrl, token: TOKENS.gateway },
      { name: "metrics.test", url: routerMetricsUrl, token: TOKENS.metrics },
      { name: "server.test", url: modelServerUrl, token: TOKENS.admin },
      { name: "admin.test", url: modelServerAdminUrl, token: TOKENS.admin },
    ]);
    ends.push(guarded);
    proxy = await startTunnelProxy();
    ends.push(proxy);
    port = guarded.port;
  });

  const secret = (name: string, value: string) => {
    const path = join(folder.path, name);
    writeFileSync(path, `${value}\n`);
    return path;
  };
  const run = (changes: Readonly<Record<string, string | null>>, ...more: string[]) => {
    const options = {
      "--envoy-url": `https://gateway.test:${port}/v1`,
      "--router-metrics-url": `https://metrics.test:${port}${metricsPath}`,
      "--model-server-url": `https://server.test:${port}/v1`,
      "--model-server-admin-url": `https://admin.test:${port}`,
      "--header": `x-api-key:@${secret("tenant", TOKENS.tenant)}`,
      "--bearer-token-file": secret("gateway", TOKENS.gateway),
      "--router-metrics-token-file": secret("metrics", TOKENS.metrics),
      "--admin-token-file": secret("admin", TOKENS.admin),
      "--cacert": certificates.authority,
      "--client-cert": certificates.client.cert,
      "--client-key": certificates.client.key,
      ...changes,
    };
    const args = Object.entries(options).flatMap(([flag, value]) => (value === null ? [] : [flag, value]));
    const env = {
      HTTPS_PROXY: proxy.url,
      https_proxy: proxy.url,
      HTTP_PROXY: "",
      http_proxy: "",
      NO_PROXY: "",
      no_proxy: "",
    };
    return started(["run", "--model", "fake-model", ...args, ...more], { env });
  };

  test("is run against, by every address, and no secret is left anywhere", async () => {
    const dir = join(folder.path, "run");
    const required = "performance.all-complete,performance.no-timeouts";
    const running = run(
      {},
      ...["--scenario", "basic-priority", "--trials", "1", "--run-dir", dir, "--require", required],
    );
    const shown = readFileSync(`/proc/${running.pid}/cmdline`, "utf8");
    const { code, stdout, stderr } = await running.finished;
    expect(code, `${stdout}${stderr}`).toBe(0);
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    expect(texts.length).toBeGreaterThan(10);
    for (const token of Object.values(TOKENS))
      expect([shown, stdout, stderr, ...texts].join("\n")).not.toContain(token);
    expect(readFileSync(join(dir, "basic-priority", "arrivals.ndjson"), "utf8").split("\n").length).toBeGreaterThan(20);
    const steps = readFileSync(join(dir, "basic-priority", "steps.ndjson"), "utf8");
    expect(steps).toContain('"step":"barrier"');
    expect(steps).not.toContain('"ok":false');
    expect(new Set(proxy.tunnels)).toEqual(
      new Set(NAMES.filter((name) => name !== "server.test").map((name) => `${name}:${port}`)),
    );
  }, 240_000);

  test.each<[string, Readonly<Record<string, string | null>>, RegExp]>([
    [
      "a wrong token",
      { "--bearer-token-file": "wrong" },
      /the gateway \(--envoy-url\): GET https:\/\/gateway\.test:\d+\/v1\/models answered 401: wrong token \[NOT_AUTHORIZED\][\s\S]*check the token of --bearer-token-file/,
    ],
    [
      "no token",
      { "--bearer-token-file": null, "--header": null },
      /the gateway .* answered 401[\s\S]*→ give its token with --bearer-token-file FILE/,
    ],
    ["a wrong token of the metrics", { "--router-metrics-token-file": "wrong" }, /the router's metrics .*answered 401/],
    ["a wrong token of the model servers", { "--admin-token-file": "wrong" }, /the model server .* answered 401/],
    ["an unknown authority", { "--cacert": null }, /not from an authority that is trusted[\s\S]*→ give .*--cacert/],
    [
      "no certificate of its own",
      { "--client-cert": null, "--client-key": null },
      /wants another certificate of this client|closed the connection without an answer/,
    ],
  ])(
    "%s is told at once, before anything else runs",
    async (what, changes, says) => {
      const wrong = secret("wrong", "s0mething-else");
      const given = Object.fromEntries(
        Object.entries(changes).map(([flag, to]) => [flag, to === "wrong" ? wrong : to]),
      );
      const dir = join(folder.path, what);
      const { code, stdout, stderr } = await run(given, "--run-dir", dir).finished;
      expect(stderr).toMatch(says);
      expect([2, 4]).toContain(code);
      expect(stderr).not.toContain("s0mething-else");
      expect(stdout).toBe("");
    },
    60_000,
  );
});
