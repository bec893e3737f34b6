/** One option of one command, and how it is seen that it does something. */
export interface OptionRow {
  /** The command and its flag: `run --seed`. */
  readonly option: string;
  /** Fails where the option does nothing. */
  readonly seen: () => Promise<void>;
}

/** Rows of one command, from its flags without their dashes. */
export function rowsOf(command: string, seen: Readonly<Record<string, () => Promise<void>>>): OptionRow[] {
  return Object.entries(seen).map(([flag, look]) => ({ option: `${command} --${flag}`.trim(), seen: look }));
}
