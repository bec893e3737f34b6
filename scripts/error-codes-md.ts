import { ERROR_CODES, type ErrorCode, type ErrorKind, WaRoutingError } from "@wa-routing/protocol";
import { exitCodeOfError } from "wa-routing";

const KINDS: Readonly<Record<ErrorKind, string>> = {
  usage: "An option, a file or an input is wrong.",
  environment: "A gateway, or what it needs, could not be started, reached or ended, or it broke.",
  step: "A step of a run did not go as planned. It is recorded in `steps.ndjson`, and the run goes on.",
  verdict: "Thrown by `expectDispatchOrder` in a test suite.",
};

/** The text of docs/error-codes.md. */
export function errorCodesMd(): string {
  const codes = Object.keys(ERROR_CODES) as ErrorCode[];
  const sections = (Object.keys(KINDS) as ErrorKind[]).map((kind) => {
    const own = codes.filter((code) => ERROR_CODES[code].kind === kind);
    const exitCode = exitCodeOfError(new WaRoutingError("", { code: own[0] as ErrorCode }));
    const rows = own.map((code) => `| \`${code}\` | ${ERROR_CODES[code].meaning} |`);
    const text = `${KINDS[kind]} Exit code of a command that ends by it: ${exitCode}.`;
    return [`## ${kind}`, "", text, "", "| code | meaning |", "|---|---|", ...rows].join("\n");
  });
  return `${[HEAD, ...sections].join("\n\n")}\n`;
}

const HEAD = `<!-- Generated from packages/protocol/src/error-code.ts by \`npm run generate\`. -->

# Error codes

Every error of wa-routing carries a code, printed in brackets behind its message; programs may match on it (\`error.code\`).`;
