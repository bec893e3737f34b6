import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { WaRoutingError } from "@wa-routing/protocol";

/** `wa-routing schema` */
export function schemaCommand(name: string | undefined): void {
  const folder = join(dirname(fileURLToPath(import.meta.resolve("@wa-routing/protocol/package.json"))), "schemas");
  const names = readdirSync(folder).map((file) => file.replace(/(\.schema)?\.json$/, ""));
  if (name === undefined) {
    process.stdout.write(`${names.join("\n")}\n`);
    return;
  }
  const file = readdirSync(folder).find((candidate) => candidate.replace(/(\.schema)?\.json$/, "") === name);
  if (file === undefined) {
    throw new WaRoutingError(`there is no schema ${JSON.stringify(name)}`, {
      code: "SCHEMA_UNKNOWN",
      field: "name",
      value: name,
      expected: `one of ${names.join(", ")}`,
    });
  }
  process.stdout.write(readFileSync(join(folder, file), "utf8"));
}
