/** The identifier in a thread of the browser: the same code as on the server, and the same model. */
import { PenprintError } from "../errors.ts";
import { explain } from "../explain/explain.ts";
import { strongestOf } from "../explain/strongest.ts";
import type { Identifier, UnknownRule } from "../identifier.ts";
import { decodeModel } from "../model-file/decode.ts";
import { readable } from "../text/readable-text.ts";
import type { Explanation, Prediction } from "./answerer.ts";
import type { ThreadAnswer, ThreadQuestion } from "./browser-answerer.ts";

type Loading = Extract<ThreadQuestion, { kind: "load" }>;

interface Loaded {
  readonly identifier: Identifier;
  readonly version: string;
  readonly unknown: UnknownRule;
  readonly textLimit: number;
  readonly evidenceLimit: number;
}

let loaded: Loaded | null = null;

const tell = (answer: ThreadAnswer): void => self.postMessage(answer);

self.addEventListener("message", ({ data }: MessageEvent<ThreadQuestion>) => {
  answerTo(data).then(
    (value) => tell({ kind: "done", value }),
    (error: unknown) => tell({ kind: "refused", ...wordsFor(error) }),
  );
});

async function answerTo(question: ThreadQuestion): Promise<unknown> {
  switch (question.kind) {
    case "load":
      loaded = await load(question);
      return null;
    case "predict":
      return predicted(question.text, loaded!);
    case "explain":
      return explained(question, loaded!);
  }
}

async function load({ address, headers, unknown, textLimit, evidenceLimit }: Loading): Promise<Loaded> {
  // A browser that has the file already asks whether it is still the same.
  const response = await fetch(address, { headers, credentials: "same-origin" });
  if (!response.ok) throw await problemOf(response);
  const identifier = decodeModel(await bytesOf(response), "The model");
  const version = response.headers.get("x-model-version") ?? "";
  return { identifier, version, unknown: unknown as UnknownRule, textLimit, evidenceLimit };
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body!.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    bytes += piece.value.length;
    tell({ kind: "progress", bytes });
  }
  const whole = new Uint8Array(bytes);
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
  }
  return whole;
}

function predicted(given: string, { identifier, version, unknown, textLimit }: Loaded): Prediction {
  const { text, characters, truncated } = readable(given, textLimit, true);
  const { probability, unknown: nobody, ranking, warnings } = identifier.predict(text, unknown);
  return {
    probability,
    unknown: nobody,
    ranking: ranking.map((ranked) => ({ ...ranked })),
    warnings: [...warnings],
    input: { characters, truncated },
    version,
  };
}

function explained(
  { text: given, author, against }: Extract<ThreadQuestion, { kind: "explain" }>,
  { identifier, textLimit, evidenceLimit }: Loaded,
): Explanation {
  const { text } = readable(given, textLimit, true);
  const { evidence: all, ...explanation } = explain(identifier, text, { author, against });
  const { evidence, omitted } = strongestOf(all, evidenceLimit);
  return { ...explanation, evidence, omitted };
}

interface Words {
  readonly message: string;
  readonly remedy: string;
  readonly requestId: string;
}

/** What the service says instead of a model. */
class ServiceProblem extends Error {
  readonly words: Words;

  constructor(words: Words) {
    super(words.message);
    this.words = words;
  }
}

async function problemOf(response: Response): Promise<ServiceProblem> {
  const { detail, remedy, request_id } = (await response.json().catch(() => ({}))) as Record<string, string>;
  return new ServiceProblem({
    message: detail ?? `The service answered with status ${response.status} instead of its model.`,
    remedy: remedy ?? "Let the service answer.",
    requestId: request_id ?? "",
  });
}

function wordsFor(error: unknown): Words {
  if (error instanceof ServiceProblem) return error.words;
  if (error instanceof PenprintError) return { message: error.message, remedy: error.remedy, requestId: "" };
  return {
    message: "The model could not be fetched from the service.",
    remedy: "Check that the service can be reached, or try again.",
    requestId: "",
  };
}
