import { fstatSync, writeFileSync, writeSync } from "node:fs";
import { isWaRoutingError } from "@wa-routing/protocol";
import { errorText } from "../error-text.ts";
import { EXIT_CODES } from "../exit-code.ts";

/** For what is under way to open the gate, end its children and judge what there is. */
const PATIENCE_MS = 30_000;

let endWork: ((what: string) => void) | null = null;
let said = false;

/**
 * Says what is to be done with work that is under way when something goes wrong that nobody caught. @returns To be called at its end.
 */
export function underWay(end: (what: string) => void): () => void {
  endWork = end;
  return () => {
    endWork = null;
  };
}

/**
 * Catches what nobody caught: one sentence on standard error, exit code 4. Work under way is ended as if it had been interrupted; when
 * that takes too long, the process ends, and with it its children and the lease of a gate that is closed.
 *
 * @returns To be called when the command has come to its end: until then, a process with nothing left to do has lost something.
 */
export function catchUncaught(): () => void {
  process.on("uncaughtException", fall).on("unhandledRejection", fall);
  writeWholeToFiles();
  // Nobody reads it any more, or there is no room: what was to be said there is not worth a run.
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // A reader that goes away (`wa-routing … | head`) is no error.
    if (error.code === "EPIPE") process.exit(process.exitCode ?? EXIT_CODES.pass);
    sayOnce(`standard output could not be written: ${error.message}`);
    // Whatever the command makes of its verdict after that.
    process.once("exit", () => {
      process.exitCode = EXIT_CODES.environment;
    });
  });
  const onIdle = () => {
    sayOnce("it ended before its work was done");
    process.exitCode = EXIT_CODES.environment;
  };
  process.once("beforeExit", onIdle);
  return () => void process.off("beforeExit", onIdle);
}

function fall(error: unknown): void {
  process.exitCode = EXIT_CODES.environment;
  const what = wrongText(error);
  sayOnce(what);
  if (endWork === null) process.exit();
  endWork(what);
  setTimeout(() => process.exit(EXIT_CODES.environment), PATIENCE_MS).unref();
}

/** Node writes a file once, and takes a part for the whole: where the disk is nearly full the rest is lost without a word. */
function writeWholeToFiles(): void {
  const { stdout } = process;
  if (stdout.isTTY || !isFile(1)) return;
  stdout.write = (text: Uint8Array | string) => {
    try {
      writeFileSync(1, text);
      return true;
    } catch (error) {
      return !stdout.emit("error", error);
    }
  };
}

function isFile(descriptor: number): boolean {
  const status = fstatSync(descriptor);
  return status.isFile() || status.isCharacterDevice();
}

/** What went wrong, as a person reads it: our own errors and the system's refusals as they are, anything else as a defect. */
export function wrongText(error: unknown): string {
  if (isWaRoutingError(error)) return errorText(error);
  if (error instanceof Error && "syscall" in error) return `the system refused: ${error.message}`;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (process.env.WA_ROUTING_STACK === "1" && error instanceof Error) return `${text}\n${error.stack}`;
  return `this is a defect of wa-routing, please report it: ${text.split("\n", 1)[0]} (WA_ROUTING_STACK=1 shows where)`;
}

function sayOnce(what: string): void {
  if (said) return;
  said = true;
  try {
    writeSync(2, `wa-routing: ${what}\n`);
  } catch {
    // Standard error is full or closed: the exit code says it.
  }
}
