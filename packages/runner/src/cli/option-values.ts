import { InvalidArgumentError } from "commander";

// How the values of options are read: commander calls these, and names the option in what it prints.

/** 0, 1, 2, … */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("expected a whole number of 0 or more.");
}

/** 1, 2, 3, … */
export function positive(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("expected a whole number of 1 or more.");
}

/** A number of 0 or more. */
export function nonNegative(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("expected a number of 0 or more.");
}

/** One or more items, with commas between. */
export function list(text: string): string[] {
  const items = text.split(",").map((item) => item.trim());
  if (items.every((item) => item !== "")) return items;
  throw new InvalidArgumentError("expected one or more, with commas between.");
}
