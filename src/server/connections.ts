/** What a connection may do besides sending requests: only so many of them, and each says whom it is for. */
import type { FastifyInstance } from "fastify";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { PenprintError } from "../errors.ts";
import type { Settings } from "./settings.ts";

/**
 * Closes a connection after its last request. Node's own limit answers requests that were sent ahead with bare
 * 503s and leaves the connection open.
 */
export function limitConnections(app: FastifyInstance, { requestsPerConnection }: Settings): void {
  const counts = new WeakMap<Socket, number>();
  app.addHook("onRequest", async ({ raw }, reply) => {
    const count = (counts.get(raw.socket) ?? 0) + 1;
    counts.set(raw.socket, count);
    if (count >= requestsPerConnection) reply.header("connection", "close");
    // Was sent ahead; its answer will never leave.
    if (count > requestsPerConnection) throw new PenprintError("NOT_READY", {});
  });
}

/**
 * Checks that a request names its host once, as RFC 9112 wants it.
 *
 * @throws REQUEST_MALFORMED
 */
export function checkHost({ rawHeaders, httpVersion }: IncomingMessage): void {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host").length;
  if (hosts > 1 || (hosts === 0 && httpVersion === "1.1")) {
    throw new PenprintError("REQUEST_MALFORMED", { problem: "it must name its host once" });
  }
}
