import { plainText } from "../plain-text.ts";
import { shortName } from "../waits-words.ts";

// The page's own colours: a picture is light or dark with it.
export const INK = "var(--ink)";
export const MUTED = "var(--muted)";
export const LINE = "var(--line)";
export const GRID = "var(--grid)";
export const FAIL = "var(--fail)";
export const PASS = "var(--pass)";

const COLOURS = 8;
/** Shapes differ too: colour alone tells nobody anything. */
const SYMBOLS = [
  { symbol: "circle", sign: "●" },
  { symbol: "rect", sign: "■" },
  { symbol: "triangle", sign: "▲" },
  { symbol: "diamond", sign: "◆" },
] as const;

/** How a workload is drawn, by its number among those of its scenario. */
export function workloadInk(number: number): {
  readonly name: string;
  readonly colour: string;
  readonly symbol: string;
  readonly sign: string;
} {
  const name = `w${number % COLOURS}`;
  return { name, colour: `var(--${name})`, ...(SYMBOLS[number % SYMBOLS.length] as (typeof SYMBOLS)[number]) };
}

/** A workload's name as a text in a picture: one line, and short. */
export function inkedName(name: string): string {
  return plainText(shortName(name));
}

/** The labels of an axis whose ends are no round numbers. */
export const INNER_LABELS = { color: MUTED, fontSize: 12, hideOverlap: true, showMinLabel: false, showMaxLabel: false };

/** An axis of numbers in the page's colours. */
export function valueAxis(name: string, more: object): object {
  return {
    type: "value",
    ...{ name, nameLocation: "middle", nameGap: 28, nameTextStyle: { color: MUTED, fontSize: 12 } },
    axisLabel: { color: MUTED, fontSize: 12, hideOverlap: true },
    axisLine: { show: true, lineStyle: { color: LINE } },
    axisTick: { show: true, lineStyle: { color: LINE } },
    splitLine: { lineStyle: { color: GRID } },
    ...more,
  };
}
