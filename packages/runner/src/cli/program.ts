import { toolVersion } from "../folder/tool-version.ts";
import { addAnalyze } from "./analyze-options.ts";
import { asCalled } from "./called.ts";
import { addCompare } from "./compare-options.ts";
import { addComplete } from "./complete-options.ts";
import { addDoctor } from "./doctor-options.ts";
import { addDown } from "./down-options.ts";
import { addHelp } from "./help-options.ts";
import { addImport } from "./import-options.ts";
import { addInit } from "./init-options.ts";
import { NO_SOURCES, type OptionSources } from "./option-sources.ts";
import { addPlan } from "./plan-options.ts";
import { addReport } from "./report-options.ts";
import { addRun } from "./run-options.ts";
import { addScenarios, addScenariosList, addScenariosShow, addScenariosValidate } from "./scenarios-options.ts";
import { addSchema } from "./schema-options.ts";
import { addSelftest } from "./selftest-options.ts";
import { addServe, addServeModelServer, addServeSimulator } from "./serve-options.ts";
import { SettledCommand } from "./settled-command.ts";
import { addSupervise } from "./supervise-options.ts";
import { addTrace } from "./trace-options.ts";
import { addUp } from "./up-options.ts";

/** The command line. Errors are thrown, not printed: the caller chooses the exit code. */
export function createProgram(sources: OptionSources = NO_SOURCES): SettledCommand {
  const program = new SettledCommand("wa-routing", sources);
  program
    .description("Proves whether an inference gateway routes by workload: pass, fail or inconclusive, with evidence.")
    .version(toolVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void process.stdout.write(asCalled(text)),
      writeErr: (text) => void process.stderr.write(asCalled(text)),
    })
    .showHelpAfterError("(wa-routing --help shows what there is)")
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "after",
      "\nExit codes: 0 all required checks pass, 1 one fails, 2 wrong usage or input,\n3 inconclusive, 4 the environment could not be started or broke\n\nEach option can also be given by a variable, --envoy-url by WA_ROUTING_ENVOY_URL,\nand those of run by wa-routing.config.yaml, .js or .ts in the working folder. A flag\nwins over a variable, a variable over the file, the file over the default:\nwa-routing help environment lists them.",
    )
    .helpCommand(false);
  addRun(program).action(used(async () => (await import("./run-command.ts")).runCommand));
  addPlan(program).action(used(async () => (await import("./plan-command.ts")).planCommand));
  addAnalyze(program).action(used(async () => (await import("./analyze-command.ts")).analyzeCommand));
  addImport(program).action(used(async () => (await import("./import-command.ts")).importCommand));
  addReport(program).action(used(async () => (await import("./report-command.ts")).reportCommand));
  addCompare(program).action(used(async () => (await import("./compare-command.ts")).compareCommand));
  addTrace(program).action(used(async () => (await import("./trace-command.ts")).traceCommand));
  const scenarios = addScenarios(program);
  addScenariosList(scenarios).action(used(async () => (await import("./scenarios-command.ts")).listCommand));
  addScenariosShow(scenarios).action(used(async () => (await import("./scenarios-command.ts")).showCommand));
  addScenariosValidate(scenarios).action(used(async () => (await import("./scenarios-command.ts")).validateCommand));
  const serve = addServe(program);
  addServeModelServer(serve).action(used(async () => (await import("./serve-command.ts")).serveModelServer));
  addServeSimulator(serve).action(used(async () => (await import("./serve-command.ts")).serveSimulator));
  addSelftest(program).action(used(async () => (await import("./selftest-command.ts")).selftestCommand));
  addUp(program).action(used(async () => (await import("./up-command.ts")).upCommand));
  addDown(program).action(used(async () => (await import("./down-command.ts")).downCommand));
  addSupervise(program).action(used(async () => (await import("./supervise-command.ts")).superviseCommand));
  addDoctor(program).action(used(async () => (await import("./doctor-command.ts")).doctorCommand));
  addInit(program).action(used(async () => (await import("./init-command.ts")).initCommand));
  addSchema(program).action(used(async () => (await import("./schema-command.ts")).schemaCommand));
  addComplete(program).action(used(async () => (await import("./complete-command.ts")).completeCommand));
  addHelp(program).action(used(async () => (await import("./help-command.ts")).helpCommand));
  return program;
}

/** A command whose code is loaded when it is used, so that --help is quick. */
function used<Given extends unknown[]>(load: () => Promise<(...given: Given) => Promise<void> | void>) {
  return async (...given: unknown[]) => (await load())(...(given as Given));
}
