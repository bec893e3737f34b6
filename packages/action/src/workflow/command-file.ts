import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";

/** Sets outputs or states of the step, in the file that the runner has named for them. Without one, nothing is set. */
export function appendValues(file: string | undefined, values: Readonly<Record<string, string | number>>): void {
  if (file === undefined || file === "") return;
  const text = Object.entries(values).map(([name, value]) => {
    // A value cannot hold the line that ends it.
    const end = `end-${randomUUID()}`;
    return `${name}<<${end}\n${value}\n${end}\n`;
  });
  appendFileSync(file, text.join(""));
}
