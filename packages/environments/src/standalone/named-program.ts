import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";

/** A program that a person may have named: with an option, or with a variable of the environment. */
export interface NamedProgram {
  readonly flag: string;
  readonly path: string | undefined;
  readonly variable: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The program that was named, or null if none was.
 *
 * @throws WaRoutingError `OPTION_INVALID` when there is no program of that name: another one is never taken in its place.
 */
export function namedProgram({ flag, path, variable, env }: NamedProgram): string | null {
  const [field, value] = path === undefined ? [variable, env[variable] || undefined] : [flag, path];
  if (value === undefined) return null;
  if (isExecutable(value)) return resolve(value);
  throw new WaRoutingError(`${field} is ${JSON.stringify(value)}, which is no program`, {
    code: "OPTION_INVALID",
    field,
    value,
    expected: "the path of a file that can be executed",
  });
}

/** Whether there is a file that we may execute. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
