import { isWaRoutingError } from "@wa-routing/protocol";
import { catalogue, findScenario } from "@wa-routing/scenarios";
import { stringify } from "yaml";
import { EXIT_CODES } from "../exit-code.ts";
import { readScenario } from "../scenario-source.ts";
import type { JsonOption } from "./output-options.ts";
import { printableMessage } from "./printed.ts";

/** `wa-routing scenarios list` */
export function listCommand({ json }: JsonOption): void {
  if (json === true) {
    const listed = catalogue.map(({ name, title, claim }) => ({ name, title, claim }));
    process.stdout.write(`${JSON.stringify(listed, null, 2)}\n`);
    return;
  }
  const width = Math.max(...catalogue.map(({ name }) => name.length));
  for (const { name, title } of catalogue) process.stdout.write(`${name.padEnd(width)}  ${title}\n`);
}

/** `wa-routing scenarios show` */
export function showCommand(name: string, { json }: JsonOption): void {
  const scenario = findScenario(name);
  process.stdout.write(
    json === true ? `${JSON.stringify(scenario, null, 2)}\n` : stringify(scenario, { lineWidth: 100 }),
  );
}

/** `wa-routing scenarios validate` */
export function validateCommand(files: readonly string[]): void {
  for (const file of files) {
    try {
      const { name } = readScenario(file.includes("/") || file === "-" ? file : `./${file}`);
      process.stdout.write(`${file}: ${name} is valid\n`);
    } catch (error) {
      if (!isWaRoutingError(error)) throw error;
      process.stderr.write(`${printableMessage(error.message)}\n`);
      process.exitCode = EXIT_CODES.usage;
    }
  }
}
