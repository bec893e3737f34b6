/** What the value of an option looks like, and how a placeholder for it is written. */
export type OptionValue =
  | { readonly kind: "text"; readonly placeholder: string }
  /** An http:// or https:// address, or several with commas between. */
  | { readonly kind: "url" | "urls"; readonly placeholder: string }
  | { readonly kind: "list"; readonly placeholder: string }
  | { readonly kind: "whole-number"; readonly placeholder: string; readonly least: number; readonly most?: number }
  | { readonly kind: "number"; readonly placeholder: string; readonly least: number }
  | { readonly kind: "choice"; readonly placeholder: string; readonly of: readonly string[] }
  /** Given or not; where it has to have a text, true or false. */
  | { readonly kind: "flag" };

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
      return right(text);
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
    case "flag":
      return text === "true" || text === "false" ? right(text === "true") : wrong;
  }
}

/** What is expected of a value, in words. */
export function expectedOf(value: OptionValue): string {
  switch (value.kind) {
    case "text":
      return "a text";
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
    case "flag":
      return "true or false";
  }
}
