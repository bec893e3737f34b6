import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type RunningGateway, startEmbedded } from "@wa-routing/environments";
import {
  checklistSchema,
  DEFAULT_ROUTER_PARAMETERS,
  type RouterParameters,
  runManifestSchema,
} from "@wa-routing/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { command, temporaryFolder } from "./command.ts";

const parameters: RouterParameters = {
  ...DEFAULT_ROUTER_PARAMETERS,
  waitWeight: 0.2,
  criticalityWeight: 0.6,
  emaAlpha: 0.5,
};

const folder = temporaryFolder();
afterAll(folder.remove);

describe("a router with other weights than the fork's", () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startEmbedded({ parameters, seed: 7 });
  }, 60_000);
  afterAll(() => gateway[Symbol.asyncDispose]());

  /** Judges it as one that runs already, of which only the addresses are known and what these options say. */
  async function judged(name: string, ...args: string[]) {
    const {
      gatewayUrl,
      modelServerUrls = [],
      modelServerAdminUrls = [],
      routerMetricsUrl,
      routerLog,
    } = gateway.connection;
    const dir = join(folder.path, name);
    const { stderr } = await command(
      ...["run", "--scenario", "basic-priority", "--seed", "7", "--run-dir", dir, "--envoy-url", gatewayUrl],
      ...["--model-server-url", modelServerUrls.join(","), "--model-server-admin-url", modelServerAdminUrls.join(",")],
      ...["--router-metrics-url", String(routerMetricsUrl)],
      ...["--router-log", routerLog?.source === "file" ? routerLog.path : ""],
      ...args,
    );
    const read = (file: string) => JSON.parse(readFileSync(join(dir, file), "utf8"));
    const { checks } = checklistSchema.parse(read("checklist.json"));
    const checkOf = (id: string) => checks.find((check) => check.id === id);
    return { dir, stderr, checkOf, declared: runManifestSchema.parse(read("run.json")).gateway.parameters, read };
  }

  test("is right by what was declared, also offline", async () => {
    const score = "wait-weight=0.2,criticality-weight=0.6,ema-alpha=0.5";
    const { dir, stderr, checkOf, declared, read } = await judged("declared", "--score", score);
    expect(declared, stderr).toEqual(parameters);
    expect(read("basic-priority/analysis.json")).toMatchObject({ parameters, parametersDeclared: true });
    for (const id of ["observability.scores-match", "observability.registry-accurate"]) {
      expect(checkOf(id)?.verdict, `${id}: ${checkOf(id)?.summary}`).toBe("pass");
    }
    const { stdout } = await command("analyze", dir);
    expect(stdout.replace(/\s+/g, " ")).toContain(`score ${score}, seed 7`);
    expect(stdout).toContain("☑ Priority scores match expected formula");
  }, 120_000);

  test("is wrong where nothing was declared: what its weights look like is named, and how to declare them", async () => {
    const { stderr, checkOf, declared } = await judged("undeclared");
    expect(declared, stderr).toBeUndefined();
    expect(checkOf("observability.scores-match")).toMatchObject({
      verdict: "fail",
      summary: expect.stringContaining(
        ": wait weight looks like 0.2 instead of 0.4, criticality weight looks like 0.6 instead of 0.4.",
      ),
      advice: expect.stringContaining("--score wait-weight=0.2,criticality-weight=0.6,rate-weight=0.2."),
    });
    expect(checkOf("observability.registry-accurate")).toMatchObject({
      verdict: "fail",
      summary: expect.stringContaining("looks like 0.5 instead of 0.2"),
      advice: expect.stringContaining("--score ema-alpha=0.5."),
    });
  }, 120_000);
});
