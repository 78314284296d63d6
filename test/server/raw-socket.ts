/** HTTP by hand, for requests that no client library would send. */
import { connect, type Socket } from "node:net";

/** What came back over one connection. */
export interface RawAnswer {
  /** Of the first answer. */
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Of the first answer. */
  readonly body: string;
  /** Everything, for those who want to count answers. */
  readonly text: string;
}

/** Sends `bytes` and waits until the other side closes. */
export async function exchange(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  return converse(port, (socket) => {
    socket.write(bytes);
  });
}

/** Opens a connection, lets `send` have it, and waits until the other side closes. */
export function converse(port: number, send: (socket: Socket) => void): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => send(socket));
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      // Whoever is cut off while still sending may be told so; what was received counts.
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
    });
    socket.on("close", () => resolve(parse(Buffer.concat(chunks).toString("latin1"))));
  });
}

function parse(text: string): RawAnswer {
  const end = text.indexOf("\r\n\r\n");
  const [line = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = new Map(
    lines.map((header): [string, string] => {
      const colon = header.indexOf(":");
      return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()];
    }),
  );
  const body = text.slice(end + 4, end + 4 + Number(headers.get("content-length") ?? Infinity));
  return { status: Number(line.split(" ")[1]), headers, body, text };
}
