import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { type LastingGateway, lastingGatewaySchema, WaRoutingError } from "@wa-routing/protocol";

/** The file in the user's state folder that says which gateway `wa-routing up` has started. There is one at a time. */
export class LastingGatewayFile {
  readonly path: string;

  constructor(env: NodeJS.ProcessEnv = process.env) {
    this.path = join(env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "wa-routing", "up.json");
  }

  /** @throws WaRoutingError `FILE_INVALID` */
  read(): LastingGateway | null {
    return readOrNull(this.path);
  }

  /** Writes it if there is none; whether there was none. Of several at once, one succeeds. */
  claim(gateway: LastingGateway): boolean {
    mkdirSync(join(this.path, ".."), { recursive: true, mode: 0o700 });
    const written = this.#write(gateway);
    try {
      linkSync(written, this.path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      rmSync(written);
    }
  }

  /** Replaces what its supervisor has claimed. */
  update(gateway: LastingGateway): void {
    renameSync(this.#write(gateway), this.path);
  }

  /** Keeps a token where nobody else can read it, until the gateway is removed. @returns The path of its file. */
  writeToken(token: string): string {
    writeFileSync(this.#tokenFile, token, { mode: 0o600 });
    return this.#tokenFile;
  }

  /** Removes it if it is still that one's. */
  remove({ supervisor }: LastingGateway): void {
    const taken = this.#beside();
    try {
      renameSync(this.path, taken);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
    // Somebody else's that has come in between is put back.
    const other = readOrNull(taken)?.supervisor;
    if (other !== undefined && (other.pid !== supervisor.pid || other.started !== supervisor.started)) {
      linkSync(taken, this.path);
    } else rmSync(this.#tokenFile, { force: true });
    rmSync(taken);
  }

  #write(gateway: LastingGateway): string {
    const file = this.#beside();
    writeFileSync(file, `${JSON.stringify(gateway, null, 2)}\n`, { mode: 0o600 });
    return file;
  }

  get #tokenFile(): string {
    return join(this.path, "..", "up.token");
  }

  #beside(): string {
    return `${this.path}.${process.pid}`;
  }
}

function readOrNull(path: string): LastingGateway | null {
  try {
    return lastingGatewaySchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new WaRoutingError(`${path} cannot be understood`, {
      code: "FILE_INVALID",
      field: path,
      expected: "a file that `wa-routing up` has written",
      remedy: "remove it; what runs then has to be ended by hand",
      cause: error,
    });
  }
}
