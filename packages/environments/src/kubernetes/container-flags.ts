import type { Container } from "./cluster-state.ts";

/** The value of a flag in a container's arguments, as Go's and Envoy's are written: `--v=4`, `--v 4`, `-v 4`; undefined: not given. */
export function flagOf({ command, args }: Pick<Container, "command" | "args">, name: string): string | undefined {
  const words = [...command, ...args];
  for (const [index, word] of words.entries()) {
    const found = /^--?([\w-]+)(?:=(.*))?$/s.exec(word);
    if (found?.[1] === name) return found[2] ?? words[index + 1];
  }
  return undefined;
}

/** Whether a flag is among arguments, with or without a value. */
export function hasFlag(args: readonly string[], name: string): boolean {
  return args.some((word) => isFlag(word, name));
}

/** The same arguments with a flag of this value: in its place, or at the end. */
export function withFlag(args: readonly string[], name: string, value: string): string[] {
  const index = args.findIndex((word) => isFlag(word, name));
  if (index < 0) return [...args, `--${name}=${value}`];
  const isApart = !(args[index] as string).includes("=");
  return [...args.slice(0, index), `--${name}=${value}`, ...args.slice(index + (isApart ? 2 : 1))];
}

function isFlag(word: string, name: string): boolean {
  return new RegExp(`^--?${name}(=|$)`, "s").test(word);
}
