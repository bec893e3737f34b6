import { InvalidArgumentError, Option } from "commander";

/** An option, and one of another name that sets the same. One of them can be given, once. */
export function withAlias(option: Option, alias: string): readonly [Option, Option] {
  const name = option.long ?? option.flags;
  const read = option.parseArg ?? ((text: string) => text);
  const once = (text: string, earlier: unknown) => {
    if (earlier === undefined) return read(text, undefined);
    throw new InvalidArgumentError(`--${alias} is another name of ${name}: give one of the two, once.`);
  };
  const other = new SettingOption(
    option.flags.replace(name, `--${alias}`),
    `another name of ${name}`,
    option.attributeName(),
  );
  return [option.argParser(once), other.argParser(once)];
}

/** An option that sets the value of another name. */
export class SettingOption extends Option {
  readonly #sets: string;

  constructor(flags: string, description: string, sets: string) {
    super(flags, description);
    this.#sets = sets;
  }

  override attributeName(): string {
    return this.#sets;
  }
}
