import type { ServerResponse } from "node:http";
import { ApiRefusal } from "./api-status.ts";
import {
  apiVersionOf,
  type KubernetesObject,
  type KubernetesResource,
  RESOURCE_VERSION,
} from "./kubernetes-objects.ts";

const BOOKMARK_EVERY_MS = 60_000;
const LONGEST_SECONDS = 3600;

/** How a watch begins and ends. */
export interface WatchRequest {
  /** With the objects that there are: `marked`, with a bookmark behind them. */
  readonly begin: "empty" | "objects" | "marked";
  readonly allowBookmarks: boolean;
  readonly lastsSeconds: number;
}

/**
 * Reads the query of a watch.
 *
 * @throws ApiRefusal `BadRequest` for a time that is none, `Invalid` for initial events without the match that they need.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists
 */
export function readWatchRequest(query: Readonly<Record<string, string | undefined>>): WatchRequest {
  const { resourceVersion = "", resourceVersionMatch, sendInitialEvents, timeoutSeconds } = query;
  const marked = isTrue(sendInitialEvents);
  if (marked && resourceVersionMatch !== "NotOlderThan") {
    throw new ApiRefusal("Invalid", "sendInitialEvents: Forbidden: resourceVersionMatch must be NotOlderThan");
  }
  if (timeoutSeconds !== undefined && !/^\d+$/.test(timeoutSeconds)) {
    throw new ApiRefusal("BadRequest", `timeoutSeconds: ${JSON.stringify(timeoutSeconds)} is no number of seconds`);
  }
  return {
    begin: marked ? "marked" : ["", "0"].includes(resourceVersion) ? "objects" : "empty",
    allowBookmarks: isTrue(query.allowWatchBookmarks),
    lastsSeconds: Math.min(Number(timeoutSeconds) || LONGEST_SECONDS, LONGEST_SECONDS),
  };
}

/** Whether a flag of a query is set. */
export function isTrue(value: string | undefined): boolean {
  return value === "true" || value === "1";
}

/**
 * Writes a watch: the objects that there are, where the client wants to begin with them, and then nothing but bookmarks, since
 * nothing changes.
 */
export function streamWatch(
  resource: KubernetesResource,
  objects: readonly KubernetesObject[],
  { begin, allowBookmarks, lastsSeconds }: WatchRequest,
  response: ServerResponse,
): void {
  const write = (type: string, object: object) => void response.write(`${JSON.stringify({ type, object })}\n`);
  const bookmark = (annotations?: Readonly<Record<string, string>>) => {
    const metadata = { resourceVersion: RESOURCE_VERSION, ...(annotations === undefined ? {} : { annotations }) };
    write("BOOKMARK", { apiVersion: apiVersionOf(resource), kind: resource.kind, metadata });
  };
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  if (begin !== "empty") for (const object of objects) write("ADDED", object);
  if (begin === "marked") bookmark({ "k8s.io/initial-events-end": "true" });
  const bookmarks = allowBookmarks ? setInterval(bookmark, BOOKMARK_EVERY_MS) : undefined;
  const end = setTimeout(() => response.end(), lastsSeconds * 1000);
  response.once("close", () => {
    clearInterval(bookmarks);
    clearTimeout(end);
  });
}
