/** One line on standard error that is written over; nothing where that is no terminal. */
export function statusLine(silent: boolean): { show(text: string): void; clear(): void } {
  const { stderr, env } = process;
  const shown = !silent && stderr.isTTY && env.CI === undefined && env.TERM !== "dumb";
  const write = (text: string) => void (shown && stderr.write(`\r\u001b[K${text}`));
  return {
    show: (text) => write(text.slice(0, (stderr.columns || 80) - 1)),
    clear: () => write(""),
  };
}
