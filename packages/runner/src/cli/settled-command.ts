import { Command, type ErrorOptions, InvalidArgumentError, type Option } from "commander";
import {
  type ConfigEntry,
  MACHINE_VARIABLES,
  NO_SOURCES,
  type OptionSources,
  originsIn,
  variableOf,
} from "./option-sources.ts";

/** What asks for help in place of being carried out. */
export const HELP_FLAGS: ReadonlySet<string> = new Set(["--help", "-h"]);

/** A command whose options, where no flag gives them, come from the environment and from the configuration file. */
export class SettledCommand extends Command {
  readonly #sources: OptionSources;
  /** Which variable or line gave an option, by its flag: for errors that name the flag. */
  readonly givenBy: Map<string, string>;

  constructor(name: string, sources: OptionSources = NO_SOURCES, givenBy = new Map<string, string>()) {
    super(name);
    this.#sources = sources;
    this.givenBy = givenBy;
  }

  override createCommand(name: string): SettledCommand {
    return new SettledCommand(name, this.#sources, this.givenBy);
  }

  override error(message: string, options?: ErrorOptions): never {
    return super.error(`${message}${originsIn(message, this.givenBy)}`, options);
  }

  override parseOptions(args: string[]): ReturnType<Command["parseOptions"]> {
    const parsed = super.parseOptions(args);
    if (this.commands.length === 0 && !parsed.unknown.some((word) => HELP_FLAGS.has(word))) this.#settle();
    return parsed;
  }

  /** What is wrong is told as of a flag, but names the variable, or the place in the file. */
  #settle(): void {
    try {
      this.#settleAll();
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      this.error(`error: ${error.message}`);
    }
  }

  #settleAll(): void {
    for (const option of this.options) {
      if (option.long === "--version") continue;
      const variable = variableOf(option);
      const text = this.#sources.env[variable];
      const entry = this.#sources.config?.entries.find((one) => `--${one.option}` === option.long);
      const source = this.getOptionValueSource(option.attributeName());
      if (source !== undefined && source !== "default") {
        if (source === "variable" && text) throw twice(variable, option);
        continue;
      }
      if (text && (entry !== undefined || !MACHINE_VARIABLES.has(variable))) {
        this.#give(
          option,
          { value: option.isBoolean() ? switchOf(text, variable) : text, place: variable },
          "variable",
        );
      } else if (entry !== undefined) this.#give(option, entry, "file");
    }
  }

  #give(option: Option, { value, place }: Omit<ConfigEntry, "option">, source: "variable" | "file"): void {
    const read = readGiven(option, value, place);
    // A switch that is off is one that was not given.
    if (read === false) return;
    this.setOptionValueWithSource(option.attributeName(), read, source);
    this.givenBy.set(option.long ?? "", place);
  }
}

function switchOf(text: string, variable: string): boolean {
  if (/^(1|true)$/i.test(text)) return true;
  if (/^(0|false)$/i.test(text)) return false;
  throw wrong(variable, text, "1 or true, 0 or false");
}

function readGiven(option: Option, value: unknown, place: string): unknown {
  if (option.isBoolean()) {
    if (typeof value === "boolean") return value;
    throw wrong(place, value, `true or false for ${option.long}`);
  }
  const items = Array.isArray(value) ? value : [value];
  const texts = items.filter((item) => typeof item === "string" || typeof item === "number").map(String);
  if (texts.length < items.length || texts.length === 0)
    throw wrong(place, value, `a text or a number for ${option.long}`);
  if (!Array.isArray(value)) return parsed(option, texts[0] as string, undefined, place);
  if (takesCommas(option)) return parsed(option, texts.join(","), undefined, place);
  const all = texts.reduce<unknown>((before, text) => parsed(option, text, before, place), undefined);
  if (Array.isArray(all)) return all;
  throw wrong(place, value, `one value for ${option.long}`);
}

function takesCommas({ flags, description }: Option): boolean {
  return /s>$/.test(flags) || description.includes("commas");
}

function parsed(option: Option, text: string, before: unknown, place: string): unknown {
  try {
    return option.parseArg === undefined ? text : option.parseArg(text, before);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const expected = error.message.replace(/^Allowed choices are /, "one of ").replace(/^expected |\.$/g, "");
    const isFormer = place === "WA_ROUTING_EPP" ? "; the path of the picker's program is WA_ROUTING_EPP_BIN now" : "";
    throw wrong(place, text, `${expected}${isFormer}`);
  }
}

function wrong(place: string, value: unknown, expected: string): InvalidArgumentError {
  return new InvalidArgumentError(`${place} is ${JSON.stringify(value) ?? "nothing"}; expected ${expected}`);
}

function twice(variable: string, option: Option): InvalidArgumentError {
  return new InvalidArgumentError(
    `${variable} and another variable give the same option; expected one: ${option.description}`,
  );
}
