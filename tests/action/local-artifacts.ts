import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fromBuffer } from "yauzl";

/** GitHub's service for artifacts, as far as an upload sees it. */
export interface LocalArtifacts {
  /** What the runner hands to actions. */
  readonly env: Readonly<Record<string, string>>;
  /** Uploaded archives by name. */
  readonly archives: ReadonlyMap<string, Buffer>;
  readonly close: () => Promise<void>;
}

/** Starts it. As GitHub's, it refuses a second artifact of the same name. */
export async function startLocalArtifacts(): Promise<LocalArtifacts> {
  const archives = new Map<string, Buffer>();
  const blocks = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://local");
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces);
      const answer = (code: number, value: object) =>
        response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(value));
      const blob = /^\/blob\/(.+)$/.exec(url.pathname)?.[1];
      if (blob !== undefined) {
        const name = decodeURIComponent(blob);
        const block = `${name} ${url.searchParams.get("blockid")}`;
        if (url.searchParams.get("comp") === "block") blocks.set(block, body);
        else if (url.searchParams.get("comp") === "blocklist") {
          const ids = [...body.toString("utf8").matchAll(/<Latest>([^<]+)</g)].map(([, id]) => `${name} ${id}`);
          archives.set(name, Buffer.concat(ids.map((id) => blocks.get(id) as Buffer)));
        } else archives.set(name, body);
        response.writeHead(201).end();
        return;
      }
      const { name } = JSON.parse(body.toString("utf8")) as { name: string };
      if (url.pathname.endsWith("/CreateArtifact")) {
        if (archives.has(name)) answer(409, { code: "already_exists", msg: "an artifact with this name exists" });
        else answer(200, { ok: true, signed_upload_url: `${origin()}/blob/${encodeURIComponent(name)}?sig=x` });
      } else answer(200, { ok: true, artifact_id: "4711" });
    });
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const claims = Buffer.from(JSON.stringify({ scp: "Actions.Results:run-1:job-1" })).toString("base64url");
  return {
    env: {
      ACTIONS_RESULTS_URL: `${origin()}/`,
      ACTIONS_RUNTIME_TOKEN: `eyJhbGciOiJub25lIn0.${claims}.c2ln`,
      // Of a host of this name alone there are artifacts; nothing is asked of it.
      GITHUB_SERVER_URL: "https://github.com",
    },
    archives,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The files of an archive. */
export async function filesIn(archive: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  await new Promise<void>((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true }, (failure, zip) => {
      if (failure) return reject(failure);
      zip.on("entry", (entry) => {
        zip.openReadStream(entry, (error, stream) => {
          if (error) return reject(error);
          const pieces: Buffer[] = [];
          stream.on("data", (piece: Buffer) => pieces.push(piece));
          stream.on("end", () => {
            files.set(entry.fileName, Buffer.concat(pieces));
            zip.readEntry();
          });
        });
      });
      zip.on("end", resolve).on("error", reject);
      zip.readEntry();
    });
  });
  return files;
}
