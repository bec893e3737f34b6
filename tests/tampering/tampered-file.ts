import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** A file of a run folder, and where the same file of another run is. */
export interface TamperedFile {
  readonly path: string;
  readonly ofAnotherRun: string;
}

/** A way of tampering with a file. */
export type Tampering = (file: TamperedFile) => void;

const SHIFT_MS = 3000;
/** Every time that a file of JSON lines holds. What is planned is in ms since the start of its step. */
const TIMES = /"(arrivalMs|arrivedMs|atMs|endMs|firstTokenMs|headersMs|sendMs|startMs)": ?(-?[\d.]+)/g;

export const removed: Tampering = ({ path }) => rmSync(path);

export const ofAnotherRun: Tampering = (file) => copyFileSync(file.ofAnotherRun, file.path);

export const secondHalfLost = lines((all) => all.slice(0, all.length / 2));
export const firstHalfLost = lines((all) => all.slice(all.length / 2));
export const everySecondLineLost = lines((all) => all.filter((_, index) => index % 2 === 0));
export const doubled = lines((all) => all.flatMap((line) => [line, line]));
export const reversed = lines((all) => all.toReversed());
export const cutInItsLastLine = lines((all) => all.with(-1, (all.at(-1) as string).slice(0, -20)));

/** A clock of its own that shows another time. */
export const clockSet = lines((all) => all.map((line) => clockOf(line, SHIFT_MS)));
/** A clock that was set while the run went on. */
export const clockSetHalfWay = halfWay((line) => clockOf(line, SHIFT_MS));
export const clockSetBackHalfWay = halfWay((line) => clockOf(line, -SHIFT_MS));

export const routerClockSet = lines((all) => all.map((line) => routerClockOf(line, SHIFT_MS)));
export const routerClockSetHalfWay = halfWay((line) => routerClockOf(line, -20 * SHIFT_MS));

/** As the log of a router that does not number its lines. */
export const unnumbered = lines((all) => all.map((line) => line.replace(/,"seq":\d+/, "")));

/** A change of a JSON file. */
export function json(change: (content: Record<string, unknown>) => void): Tampering {
  return ({ path }) => {
    const content = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    change(content);
    writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
  };
}

/** A change of every record of a file of JSON lines. */
export function everyRecord(
  change: (record: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Tampering {
  return lines((all) =>
    all.map((line) => JSON.parse(line)).map((record) => JSON.stringify({ ...record, ...change(record) })),
  );
}

/** Several, one after the other. */
export function both(first: Tampering, second: Tampering): Tampering {
  return (file) => {
    first(file);
    second(file);
  };
}

function lines(change: (all: readonly string[]) => readonly string[]): Tampering {
  return ({ path }) => {
    const changed = change(readFileSync(path, "utf8").trimEnd().split("\n"));
    writeFileSync(path, changed.map((line) => `${line}\n`).join(""));
  };
}

function halfWay(change: (line: string) => string): Tampering {
  return lines((all) => all.map((line, index) => (index < all.length / 2 ? line : change(line))));
}

function clockOf(line: string, byMs: number): string {
  return line.replace(TIMES, (_, name, ms) => `"${name}":${Number(ms) + byMs}`);
}

function routerClockOf(line: string, byMs: number): string {
  return line.replace(/"ts":"([^".]+)(\.\d+)?Z"/, (_, seconds, fraction = "") => {
    const shifted = new Date(Date.parse(`${seconds}Z`) + byMs).toISOString().slice(0, 19);
    return `"ts":"${shifted}${fraction}Z"`;
  });
}
