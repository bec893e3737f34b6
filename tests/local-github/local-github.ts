import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "@wa-routing/protocol";
import { commentRoutes } from "./comment-routes.ts";
import { type LocalRepository, localRepository } from "./repository.ts";
import type { Answer, Permission, Route } from "./route.ts";

/** What a token is good for. */
export interface LocalToken {
  readonly login: string;
  readonly permissions: readonly Permission[];
}

/** How a call came, and how it was answered. */
export interface RecordedCall {
  /** Of the table; for what no route answers, the path as it came. */
  readonly route: string;
  readonly permission: Permission | null;
  readonly token: string | null;
  readonly status: number;
  readonly receivedMs: number;
  /** When what was written could be seen; null: nothing was written, or it cannot be seen yet. */
  effectMs: number | null;
}

/** An answer in the place of the route's own. */
export interface Fault {
  /** Which calls; left out: all. */
  readonly route?: RegExp;
  /** How many of them; left out: all. */
  times?: number;
  /** Null: the connection is cut. */
  readonly status: number | null;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LocalGitHubOptions {
  readonly repository?: LocalRepository;
  readonly tokens: Readonly<Record<string, LocalToken>>;
  readonly routes?: readonly Route[];
  /** A write takes effect, and is answered, up to this long after it came; each by a throw of the seed's dice. */
  readonly lateness?: { readonly maxMs: number; readonly seed: number };
}

/** A GitHub on this machine. */
export interface LocalGitHub extends AsyncDisposable {
  /** What `GITHUB_API_URL` is there. */
  readonly apiUrl: string;
  readonly repository: LocalRepository;
  readonly calls: RecordedCall[];
  readonly faults: Fault[];
}

export async function startLocalGitHub(options: LocalGitHubOptions): Promise<LocalGitHub> {
  const { repository = localRepository(), tokens, routes = commentRoutes, lateness } = options;
  const calls: RecordedCall[] = [];
  const faults: Fault[] = [];
  const random = seededRandom(lateness?.seed ?? 0);
  const later = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const receivedMs = performance.now();
    const url = new URL(request.url ?? "/", apiUrl);
    const body = await readJson(request);
    const found = findRoute(routes, request.method ?? "", url.pathname);
    const route = found === null ? `${request.method} ${url.pathname}` : `${found.route.method} ${found.route.path}`;
    const token = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? null;
    const answer = (): Answer | null => {
      const fault = faults.find((each) => each.route?.test(route) !== false && each.times !== 0);
      if (fault !== undefined) {
        if (fault.times !== undefined) fault.times--;
        const { status, message = "Server Error", headers = {} } = fault;
        return status === null ? null : { status, body: { message, status: String(status) }, headers };
      }
      const holder = token === null ? undefined : tokens[token];
      if (holder === undefined) return said(401, token === null ? "Requires authentication" : "Bad credentials");
      if (found === null) return said(404, "Not Found");
      if (!may(holder, found.route.permission)) return said(403, "Resource not accessible by integration");
      const { login } = holder;
      return found.route.answer({ path: found.path, query: url.searchParams, body, login, origin: apiUrl, repository });
    };
    const given = answer();
    const { permission } = found?.route ?? { permission: null };
    const call: RecordedCall = { route, permission, token, status: given?.status ?? 0, receivedMs, effectMs: null };
    calls.push(call);
    if (given === null) return void response.destroy();
    const { effect } = given;
    if (effect !== undefined) {
      await takeEffect(() => {
        effect();
        call.effectMs = performance.now();
      });
    }
    response.writeHead(given.status, { "content-type": "application/json; charset=utf-8", ...given.headers });
    if (given.body === null) return void response.end();
    response.end(Buffer.isBuffer(given.body) ? given.body : JSON.stringify(given.body));
  }

  async function takeEffect(effect: () => void) {
    if (lateness === undefined) return effect();
    const timer = setTimeout(() => {
      later.delete(timer);
      effect();
    }, random() * lateness.maxMs);
    later.add(timer);
    await sleep(random() * lateness.maxMs);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl,
    repository,
    calls,
    faults,
    async [Symbol.asyncDispose]() {
      for (const timer of later) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function may({ permissions }: LocalToken, needed: Permission | null): boolean {
  if (needed === null || permissions.includes(needed)) return true;
  return needed.endsWith(": read") && permissions.includes(needed.replace(/read$/, "write") as Permission);
}

function said(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: "https://docs.github.com/rest", status: String(status) } };
}

function findRoute(routes: readonly Route[], method: string, pathname: string) {
  for (const route of routes) {
    if (route.method !== method) continue;
    const pattern = route.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const match = new RegExp(`^${pattern}$`).exec(pathname);
    if (match !== null) return { route, path: { ...match.groups } };
  }
  return null;
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString("utf8");
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}
