import { type Command, Option } from "commander";
import type { JsonOption } from "./output-options.ts";

/** Options of `doctor`. */
export interface DoctorCommandOptions extends JsonOption {
  readonly install?: "envoy";
  readonly yes?: boolean;
  readonly namespace?: string;
  readonly context?: string;
}

/** `wa-routing doctor` and its options. */
export function addDoctor(program: Command): Command {
  return program
    .command("doctor")
    .description("says what this machine can run, or a namespace can show, and what is missing")
    .addOption(new Option("--json", "as JSON").conflicts("install"))
    .addOption(new Option("--namespace <name>", "looks at a gateway in Kubernetes instead").conflicts("install"))
    .option("--context <name>", "with --namespace: the cluster; default: kubectl's current one")
    .addOption(new Option("--install <what>", "installs it in a private folder, after asking").choices(["envoy"]))
    .option("--yes", "with --install: without asking");
}
