/** What a connection may do besides sending requests: only so many of them, and how it ends. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { IncomingMessage, Server } from "node:http";
import { Server as Listener, type Socket } from "node:net";
import { setImmediate as afterAccepting, setTimeout as wait } from "node:timers/promises";

import { PenprintError } from "../errors.ts";
import type { Settings } from "./settings.ts";

/**
 * Closes connections after so many requests. Node's own limit answers requests that were sent ahead with bare
 * 503s and leaves the connection open.
 */
export class RequestCounts {
  readonly #limit: number;
  readonly #counts = new WeakMap<Socket, number>();

  constructor({ requestsPerConnection }: Settings) {
    this.#limit = requestsPerConnection;
  }

  /** @throws NOT_READY when the request was sent ahead of the last one; its answer will never leave */
  count({ raw }: FastifyRequest, reply: FastifyReply): void {
    const count = (this.#counts.get(raw.socket) ?? 0) + 1;
    this.#counts.set(raw.socket, count);
    if (count < this.#limit) return;
    reply.header("connection", "close");
    if (count > this.#limit) throw new PenprintError("NOT_READY", {});
  }
}

/** How long whoever is still sending may take to read the answer, in milliseconds. */
const lingering = 1000;

/**
 * Closes a connection so that its last answer arrives. To close at once while bytes are still coming in makes the
 * system tell the sender "reset", and throw away what it had not read yet: the very answer that says why.
 */
export function closeGently(socket: Socket): void {
  socket.end();
  // What still comes in is thrown away.
  socket.resume();
  const cut = setTimeout(() => socket.destroy(), lingering);
  socket.once("close", () => clearTimeout(cut));
}

/** Lets answers to requests that were not read to their end arrive. */
export function lingerAfterUnread(app: FastifyInstance): void {
  app.addHook("onSend", ({ raw }, _reply, payload, done) => {
    // `destroySoon` is what Node calls on a connection after its last answer.
    if (!raw.complete) raw.socket.destroySoon = () => closeGently(raw.socket);
    done(null, payload);
  });
}

/**
 * Checks that a request names its host once, as RFC 9112 wants it.
 *
 * @throws REQUEST_MALFORMED
 */
export function checkHost({ rawHeaders, httpVersion }: IncomingMessage): void {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === "host") hosts++;
  }
  if (hosts > 1 || (hosts === 0 && httpVersion === "1.1")) {
    throw new PenprintError("REQUEST_MALFORMED", { problem: "it must name its host once" });
  }
}

/**
 * Takes no new connections: whoever comes anew is refused, and knows that nothing was done. Connections that are there
 * stay open, those between two requests too, which Node's own `close` of an HTTP server would end: that could cross a
 * request that is on its way, and whoever sent it could not know whether it was done.
 */
export async function stopListening(server: Server): Promise<void> {
  // Right after Node has accepted whoever was waiting: they would be reset.
  await afterAccepting();
  Listener.prototype.close.call(server);
}

/**
 * Waits until all connections are closed, but not for long: the time for one more request on each of them, whose answer
 * asks for the connection to be closed.
 */
export async function connectionsEnded(server: Server): Promise<void> {
  const end = performance.now() + lingering;
  while (performance.now() < end && (await openConnections(server)) > 0) await wait(20);
}

function openConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
}
