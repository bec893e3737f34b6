/** Whether standard error is a terminal on which lines may be written over. */
export function isLive({ stderr, env }: NodeJS.Process = process): boolean {
  return stderr.isTTY && env.CI === undefined && env.TERM !== "dumb";
}

/** One line on standard error that is written over; nothing where that is no terminal. */
export function statusLine(silent: boolean): { show(text: string): void; clear(): void } {
  const { stderr } = process;
  const shown = !silent && isLive();
  const write = (text: string) => void (shown && stderr.write(`\r\u001b[K${text}`));
  return {
    show: (text) => write(text.slice(0, (stderr.columns || 80) - 1)),
    clear: () => write(""),
  };
}
