import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";

/** A program that a person may have named: with an option, or with a variable of the environment. */
export interface NamedProgram {
  readonly flag: string;
  readonly path: string | undefined;
  readonly variable: string;
  /** What the variable was called before: refused where it still names a program, since nothing reads it. */
  readonly formerVariable?: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The program that was named, or null if none was.
 *
 * @throws WaRoutingError `OPTION_INVALID` when there is no program of that name: another one is never taken in its place.
 */
export function namedProgram({ flag, path, variable, formerVariable, env }: NamedProgram): string | null {
  const former = formerVariable === undefined ? undefined : env[formerVariable];
  if (former && (former.includes("/") || isExecutable(former)))
    throw renamed(formerVariable as string, former, variable);
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

function renamed(former: string, value: string, variable: string): WaRoutingError {
  return new WaRoutingError(`${former} is called ${variable} now`, {
    code: "OPTION_INVALID",
    field: former,
    value,
    expected: `the path of the program in ${variable}`,
    remedy: `rename it in your environment: ${variable}=${value}`,
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
