import type { Figure } from "@wa-routing/protocol";

/** `p99DifferenceMs 0.21 (−0.4 to 0.9, 95 %)` */
export function figureText({ name, value, low, high, confidence }: Figure): string {
  const range =
    low === undefined || high === undefined
      ? ""
      : ` (${plain(low)} to ${plain(high)}${confidence === undefined ? "" : `, ${Math.round(confidence * 100)} %`})`;
  return `${name}: ${value === null ? "none" : plain(value)}${range}`;
}

function plain(value: number): string {
  return String(Number(value.toPrecision(4)));
}
