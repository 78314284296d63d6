/** What the page asks the service. Addresses are relative, so that it works below any path. */
import type {
  ExplainRequest,
  ExplainResponse,
  InfoResponse,
  PredictRequest,
  PredictResponse,
  Problem,
} from "../server/schemas.ts";

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
export function info(): Promise<InfoResponse> {
  return ask<InfoResponse>("v1/info", { method: "GET" });
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

async function ask<Answer>(address: string, request: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(address, { ...request, cache: "no-store", credentials: "same-origin" });
    const body: unknown = await response.json();
    if (response.ok) return body as Answer;
    const { detail, remedy, request_id: requestId } = body as Partial<Problem>;
    throw new Refusal(
      detail ?? `The service answered with status ${response.status}.`,
      remedy ?? "Try again in a moment.",
      requestId,
    );
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
