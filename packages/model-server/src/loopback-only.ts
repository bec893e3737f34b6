import type { AddressInfo } from "node:net";
import type { FastifyInstance, onRequestHookHandler } from "fastify";
import { isLoopbackAddress, isLoopbackName, nameInHost } from "./loopback-name.ts";

/**
 * Refuses requests to any other name than one of loopback while an app listens there: a page in a browser reaches it by a name of its
 * own that it lets resolve to it. Who listens elsewhere wants to be reached.
 */
export function loopbackOnly(app: Pick<FastifyInstance, "server">): onRequestHookHandler {
  return (request, reply, done) => {
    const name = nameInHost(request.headers.host);
    const { address } = app.server.address() as AddressInfo;
    if (name === "" || isLoopbackName(name) || !isLoopbackAddress(address)) return done();
    const found = JSON.stringify(name.slice(0, 100));
    reply.code(403).send({ message: `expected a request to a loopback name; found the Host ${found}` });
  };
}
