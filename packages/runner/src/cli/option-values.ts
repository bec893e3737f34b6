import { InvalidArgumentError } from "commander";
import { type OptionValue, readOptionValue } from "../gateway/option-value.ts";

// How the values of options are read: commander calls these, and names the option in what it prints.

/** 0, 1, 2, … */
export const wholeNumber = reader<number>({ kind: "whole-number", placeholder: "n", least: 0 });

/** 1, 2, 3, … */
export const positive = reader<number>({ kind: "whole-number", placeholder: "n", least: 1 });

/** 0 to 65535. */
export const port = reader<number>({ kind: "whole-number", placeholder: "p", least: 0, most: 65_535 });

/** A number of 0 or more. */
export const nonNegative = reader<number>({ kind: "number", placeholder: "n", least: 0 });

/** One or more items, with commas between. */
export const list = reader<string[]>({ kind: "list", placeholder: "names" });

/** Reads values of one kind. */
export function reader<Read>(value: OptionValue): (text: string) => Read {
  return (text) => {
    const found = readOptionValue(value, text);
    if (found.reading === "value") return found.value as Read;
    throw new InvalidArgumentError(`expected ${found.expected}.`);
  };
}
