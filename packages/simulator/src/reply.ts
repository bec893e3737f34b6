import type { ServerResponse } from "node:http";

/** Answers an error in the router's own words: `inference gateway: BadRequest - model not found in request body`. */
export function reply(response: ServerResponse, status: number, code: string, text: string, requestId: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { "content-type": "text/plain", "x-request-id": requestId });
  response.end(`inference gateway: ${code} - ${text}`);
}
