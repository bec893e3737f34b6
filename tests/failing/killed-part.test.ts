import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checklistSchema } from "@wa-routing/protocol";
import { afterAll, expect, test } from "vitest";
import { commandsOfTests, temporaryFolder } from "../command.ts";
import { descendantsOf, gone } from "../process-rows.ts";
import { untilTrue } from "../until-true.ts";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);
const started = commandsOfTests();

const BUSY = `name: busy
title: Requests are always under way
claim: Requests are answered.
visibleBecause: Each of them is recorded.
refutedBy: A request that fails.
workloads:
  plain: { header: context, criticality: 3 }
sampling: { sampling: fixed, trialsPerArm: 1 }
request: { maxTokens: 200 }
steps:
  - step: send
    streams: [{ workload: plain, arrivals: { process: constant, count: 1000, ratePerSecond: 100 } }]
  - step: drain
`;

test.each([
  ["a model server, which is ours", "model-server", []],
  ["the router", "simulator", ["performance.all-complete"]],
])(
  "%s is killed under its requests: exit 4, and what fails is the router's own",
  async (_, server, fails) => {
    const [scenario, dir] = [join(folder, "busy.yaml"), join(folder, server)];
    writeFileSync(scenario, BUSY);
    const run = started(["run", "--environment", "embedded", "--scenario", scenario, "--run-dir", dir]);
    const log = join(dir, "router.log");
    await untilTrue(
      () => "the router dispatched",
      60_000,
      () => existsSync(log) && readFileSync(log, "utf8").split("Request dispatched").length > 30,
    );
    const below = descendantsOf(run.pid);
    const victims = below.filter(({ commandLine }) => commandLine.includes(`"server":"${server}"`));
    expect(victims).not.toEqual([]);
    process.kill(Math.max(...victims.map(({ pid }) => pid)), "SIGKILL");
    expect(await run.finished).toMatchObject({ code: 4 });
    const { checks } = checklistSchema.parse(JSON.parse(readFileSync(join(dir, "checklist.json"), "utf8")));
    expect(checks.filter(({ verdict }) => verdict === "fail").map(({ id }) => id)).toEqual(fails);
    await gone(below);
  },
  90_000,
);
