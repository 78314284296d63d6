/** One HTTP request with hard limits: no redirects, no retries, no more bytes or seconds than allowed. */
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

import { guardedLookup, openLookup, refuseLiteral } from "./addresses.ts";
import type { Resolve } from "./addresses.ts";

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Unpacked. */
  readonly body: Uint8Array;
  /** The network address that it came from. */
  readonly address: string;
}

/** What a request may cost. */
export interface RequestLimits {
  /** Of the body, packed and unpacked. */
  readonly maximumBytes: number;
  /** Whether what is over `maximumBytes` is left unread instead of refused. */
  readonly cut?: boolean;
  /** From the first packet to the last byte. */
  readonly timeoutMilliseconds: number;
  /** Whether private and loopback addresses may be reached. */
  readonly allowPrivate: boolean;
  readonly signal?: AbortSignal;
}

/** The body has more bytes than allowed. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** Sends requests through connections of its own. */
export class Client {
  readonly #guarded: LookupFunction;
  readonly #open: LookupFunction;
  readonly #http = new HttpAgent({ keepAlive: true, maxSockets: 4 });
  readonly #https = new HttpsAgent({ keepAlive: true, maxSockets: 4 });

  /** @param resolve resolves names */
  constructor(resolve: Resolve) {
    this.#guarded = guardedLookup(resolve);
    this.#open = openLookup(resolve);
  }

  /**
   * Gets an address.
   *
   * @throws BodyTooLarge, AddressRefused, or an Error whose message says in plain words what broke
   */
  async get(url: URL, headers: Readonly<Record<string, string>>, limits: RequestLimits): Promise<Reply> {
    const timeout = AbortSignal.timeout(limits.timeoutMilliseconds);
    const signal = limits.signal === undefined ? timeout : AbortSignal.any([timeout, limits.signal]);
    try {
      // A host that is an address is never looked up.
      if (!limits.allowPrivate) refuseLiteral(url.hostname);
      const response = await this.#send(url, headers, limits.allowPrivate, signal);
      // A socket that is closed has forgotten it.
      const address = response.socket.remoteAddress;
      try {
        if (address === undefined) throw new Error("the connection broke off before the end");
        const body = await readBody(response, limits, signal);
        return { status: response.statusCode ?? 0, headers: response.headers, body, address };
      } finally {
        // What was not read must not keep the connection.
        response.destroy();
      }
    } catch (cause) {
      if (timeout.aborted && limits.signal?.aborted !== true) {
        throw new Error(`no whole answer within ${limits.timeoutMilliseconds / 1000} seconds`, { cause });
      }
      throw cause;
    }
  }

  /** Closes what is open. */
  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  #send(
    url: URL,
    headers: Readonly<Record<string, string>>,
    allowPrivate: boolean,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const secure = url.protocol === "https:";
    return new Promise((resolve, reject) => {
      const request = (secure ? httpsRequest : httpRequest)(url, {
        agent: secure ? this.#https : this.#http,
        headers: { ...headers, "accept-encoding": "gzip, br, deflate" },
        lookup: allowPrivate ? this.#open : this.#guarded,
        signal,
        maxHeaderSize: 64 * 1024,
      });
      request.on("response", resolve);
      request.on("error", reject);
      request.end();
    });
  }
}

async function readBody(
  response: IncomingMessage,
  { maximumBytes: limit, cut = false }: RequestLimits,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (!cut && Number(response.headers["content-length"] ?? 0) > limit) throw new BodyTooLarge();
  const packing = (response.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  const unpacked = packing === "identity" || packing === "" ? response : unpack(response, packing);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of unpacked) {
      signal.throwIfAborted();
      const piece: Uint8Array = chunk;
      bytes += piece.length;
      chunks.push(piece);
      if (bytes <= limit) continue;
      if (!cut) throw new BodyTooLarge();
      return Buffer.concat(chunks).subarray(0, limit);
    }
  } catch (cause) {
    if (cause instanceof BodyTooLarge || signal.aborted) throw cause;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (/^(?:Z_|ERR_)/.test(code)) {
      throw new Error(`its ${packing} data is broken`, { cause });
    }
    throw new Error("the connection broke off before the end", { cause });
  }
  if (!response.complete) throw new Error("the connection broke off before the end");
  return Buffer.concat(chunks);
}

function unpack(response: IncomingMessage, packing: string): Readable {
  const stream =
    packing === "gzip" || packing === "x-gzip"
      ? createGunzip()
      : packing === "br"
        ? createBrotliDecompress()
        : packing === "deflate"
          ? createInflate()
          : null;
  if (stream === null) throw new Error(`it is packed as "${packing}", which was not asked for`);
  // `pipe` forwards no errors, and a connection that breaks must not leave the reader waiting.
  response.on("error", (error) => stream.destroy(error));
  response.on("aborted", () => stream.destroy(new Error("aborted")));
  return response.pipe(stream);
}
