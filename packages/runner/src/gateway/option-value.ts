/** What the value of an option looks like, and how a placeholder for it is written. */
export type OptionValue =
  | { readonly kind: "text"; readonly placeholder: string }
  /** On the command line it is read from a file, which its flag names, since others see the arguments of a process. */
  | { readonly kind: "secret"; readonly placeholder: string }
  /** NAME:VALUE, a line each; on the command line the flag is repeated. */
  | { readonly kind: "headers"; readonly placeholder: string }
  /** Given or not: `true` or `false` where it needs a text. */
  | { readonly kind: "flag" }
  /** An http:// or https:// address, or several with commas between. */
  | { readonly kind: "url" | "urls"; readonly placeholder: string }
  | { readonly kind: "list"; readonly placeholder: string }
  | { readonly kind: "whole-number"; readonly placeholder: string; readonly least: number; readonly most?: number }
  | { readonly kind: "number"; readonly placeholder: string; readonly least: number }
  | { readonly kind: "choice"; readonly placeholder: string; readonly of: readonly string[] };

/** A value as a person wrote it, read; or what would have been right. */
export type OptionReading =
  | { readonly reading: "value"; readonly value: string | number | boolean | readonly string[] }
  | { readonly reading: "wrong"; readonly expected: string };

/** Reads the text of a value. Addresses are taken as they stand: they are checked where the gateway is chosen. */
export function readOptionValue(value: OptionValue, text: string): OptionReading {
  const right = (found: string | number | boolean | readonly string[]): OptionReading => ({
    reading: "value",
    value: found,
  });
  const wrong: OptionReading = { reading: "wrong", expected: expectedOf(value) };
  switch (value.kind) {
    case "text":
    case "url":
    case "secret":
      return right(text);
    case "headers": {
      const lines = text.split(/\r?\n/).map((line) => line.trim());
      return right(lines.filter((line) => line !== ""));
    }
    case "flag":
      return text === "true" || text === "false" ? right(text === "true") : wrong;
    case "urls":
    case "list": {
      const items = text.split(",").map((item) => item.trim());
      return items.every((item) => item !== "") ? right(items) : wrong;
    }
    case "whole-number": {
      const number = Number(text);
      const most = value.most ?? Number.MAX_SAFE_INTEGER;
      if (!/^\d+$/.test(text) || number < value.least) return wrong;
      return number <= most ? right(number) : { ...wrong, expected: expectedOf({ ...value, most }) };
    }
    case "number": {
      const number = Number(text);
      return text.trim() !== "" && Number.isFinite(number) && number >= value.least ? right(number) : wrong;
    }
    case "choice":
      return value.of.includes(text) ? right(text) : wrong;
  }
}

/** What is expected of a value, in words. */
export function expectedOf(value: OptionValue): string {
  switch (value.kind) {
    case "text":
    case "secret":
      return "a text";
    case "headers":
      return "NAME:VALUE, a line each";
    case "flag":
      return "true or false";
    case "url":
      return "an address, such as http://127.0.0.1:8081";
    case "urls":
      return "one or more addresses, with commas between";
    case "list":
      return "one or more, with commas between";
    case "whole-number":
      return value.most === undefined
        ? `a whole number of ${value.least} or more`
        : `a whole number from ${value.least} to ${value.most}`;
    case "number":
      return `a number of ${value.least} or more`;
    case "choice":
      return `one of ${value.of.join(", ")}`;
  }
}
