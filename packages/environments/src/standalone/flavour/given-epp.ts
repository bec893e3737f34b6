import { WaRoutingError } from "@wa-routing/protocol";
import { namedProgram } from "../named-program.ts";
import type { EppFlavour, EppSource } from "./epp-flavour.ts";

/**
 * How the program of a picker is found that is not ours to build: it is given.
 *
 * @param remedy What gets one.
 */
export function givenEpp({ title, variable }: Pick<EppFlavour, "title" | "variable">, remedy: string) {
  return async (named: string | undefined, env: NodeJS.ProcessEnv = process.env): Promise<EppSource> => {
    const path = namedProgram({ flag: "--epp-bin", path: named, variable, env });
    if (path !== null) return { source: "program", path };
    throw new WaRoutingError(`no ${title} was given, and wa-routing cannot ship one`, {
      code: "PROGRAM_MISSING",
      field: "--epp-bin",
      expected: `--epp-bin PATH or ${variable}: the program of ${title}`,
      remedy: `${remedy}, and give --epp-bin PATH or ${variable}`,
    });
  };
}
