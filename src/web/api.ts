/** What the pages ask the service. Addresses are relative, so that it works below any path. */
import type {
  ExplainRequest,
  ExplainResponse,
  InfoResponse,
  PredictRequest,
  PredictResponse,
  Problem,
} from "../server/schemas.ts";
import { askForKey, keptKey } from "./key.ts";

export type { ExplainRequest, ExplainResponse, InfoResponse, PredictRequest, PredictResponse };

/** An answer that was no answer: refused by the service, or none came. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** What to do about it. */
  readonly remedy: string;
  /** Names the request in the service's log; empty when no answer came. */
  readonly requestId: string;

  constructor(message: string, remedy: string, requestId = "", options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
    this.requestId = requestId;
  }
}

/** What is being served. */
export function info(model?: string): Promise<InfoResponse> {
  const query = model === undefined ? "" : `?model=${encodeURIComponent(model)}`;
  return ask<InfoResponse>(`v1/info${query}`, { method: "GET" });
}

/** Who wrote a text. Throws Refusal; AbortError when `signal` says that nobody wants to know any more. */
export function predict(request: PredictRequest, signal: AbortSignal): Promise<PredictResponse> {
  return ask<PredictResponse>("v1/predict", posted(request, signal));
}

/** Why one author rather than another. Throws as `predict` does. */
export function explain(request: ExplainRequest, signal: AbortSignal): Promise<ExplainResponse> {
  return ask<ExplainResponse>("v1/explain", posted(request, signal));
}

function posted(body: object, signal: AbortSignal): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  };
}

/**
 * Asks the service for JSON, and the visitor for a key where the service wants one.
 *
 * @throws Refusal; AbortError
 */
export async function ask<Answer>(address: string, request: RequestInit): Promise<Answer> {
  try {
    const key = keptKey();
    const response = await fetch(address, {
      ...request,
      headers: { ...(request.headers as Record<string, string>), ...authorization(key) },
      cache: "no-store",
      credentials: "same-origin",
    });
    const body: unknown = await response.json();
    if (response.ok) return body as Answer;
    const refusal = refusalOf(response.status, body);
    if (response.status === 401 && (await askForKey(key !== null))) return await ask(address, request);
    throw refusal;
  } catch (error) {
    if (error instanceof Refusal || (error instanceof DOMException && error.name === "AbortError"))
      throw error;
    // No connection, or something in between that answers with other than JSON.
    throw new Refusal(
      "The service does not answer.",
      "Check that it is running and can be reached; what is written here stays.",
      "",
      { cause: error },
    );
  }
}

/** The header that a key goes in; none without a key. */
export function authorization(key: string | null): Record<string, string> {
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

/** A problem as the service tells it. */
export function refusalOf(status: number, body: unknown): Refusal {
  const { detail, remedy, request_id: requestId } = (body ?? {}) as Partial<Problem>;
  return new Refusal(
    detail ?? `The service answered with status ${status}.`,
    remedy ?? "Try again in a moment.",
    requestId,
  );
}
