/** What is answered where there is no request yet: bytes that are no HTTP, too many of them, or too few in time. */
import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { type ErrorCode, PenprintError } from "../errors.ts";
import { closeGently } from "./connections.ts";
import { problemOf, problemType } from "./problems.ts";
import { safeHeaders } from "./safe-headers.ts";
import type { Settings } from "./settings.ts";

/**
 * Answers a broken connection as well as it can be answered, and closes it.
 *
 * @returns the code of what was answered; null when nothing was
 */
export function answerBroken(
  error: NodeJS.ErrnoException,
  socket: Socket,
  settings: Settings,
): ErrorCode | null {
  // Where an answer is already on its way, another one would be read as part of it.
  const answered = socket.bytesWritten > 0 && error.code !== "ERR_HTTP_REQUEST_TIMEOUT";
  if (!socket.writable || answered || error.code === "ECONNRESET") {
    socket.destroy();
    return null;
  }
  const reason = reasonOf(error, settings);
  socket.write(answerTo(reason));
  closeGently(socket);
  return reason.code;
}

function reasonOf(error: NodeJS.ErrnoException, { headerLimit }: Settings): PenprintError {
  switch (error.code) {
    case "HPE_HEADER_OVERFLOW":
      return new PenprintError("HEADERS_TOO_LARGE", { limit: headerLimit });
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new PenprintError("REQUEST_TIMEOUT", {});
    default:
      return new PenprintError("REQUEST_MALFORMED", { problem: "it is not HTTP/1.1" });
  }
}

function answerTo(problem: PenprintError): string {
  const requestId = randomUUID();
  const body = JSON.stringify(problemOf(problem, { path: "/", requestId }));
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(safeHeaders(requestId)).map(([name, value]) => `${name}: ${value}`),
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}
