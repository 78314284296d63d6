/** The catalogue's entries for the service. */
import { entry, list, place } from "./entry.ts";

/** All codes that only the service needs. */
export const serving = {
  REQUEST_INVALID: entry<{ pointer: string; problem: string }>(
    422,
    (f) => `${f.pointer === "" ? "The request" : `\`${f.pointer}\``} ${f.problem}.`,
    "Send the request as /openapi.json describes it.",
  ),
  REQUEST_MALFORMED: entry<{ problem: string }>(
    400,
    (f) => `The request cannot be read: ${f.problem}.`,
    "Send well-formed HTTP with a UTF-8 JSON body.",
  ),
  REQUEST_TIMEOUT: entry<Record<string, never>>(
    408,
    () => "The request did not arrive in time.",
    "Send the whole request at once.",
  ),
  HEADERS_TOO_LARGE: entry<{ limit: number }>(
    431,
    (f) => `The address and the headers have more than ${f.limit} bytes.`,
    "Send the text in a JSON body, to POST /v1/predict or POST /predict_dialogue, not in the address.",
  ),
  BODY_TOO_LARGE: entry<{ limit: number }>(
    413,
    (f) => `The body has more than ${f.limit} bytes.`,
    "Send a shorter text.",
  ),
  MEDIA_TYPE_UNSUPPORTED: entry<{ received: string; supported: readonly string[] }>(
    415,
    (f) => `Bodies of type "${f.received}" are not read here; ${list(f.supported)} are.`,
    "Set Content-Type to one of the types named.",
  ),
  ENCODING_UNSUPPORTED: entry<{ supported: readonly string[] }>(
    415,
    () => "Compressed bodies are not read here.",
    "Send the body as it is, without Content-Encoding.",
  ),
  ROUTE_NOT_FOUND: entry<Record<string, never>>(
    404,
    () => "There is nothing at this address.",
    "See /apidocs for what there is.",
  ),
  METHOD_NOT_ALLOWED: entry<{ allowed: readonly string[] }>(
    405,
    (f) => `This address answers ${list(f.allowed)} only.`,
    "Use an allowed method.",
  ),
  NOT_READY: entry<Record<string, never>>(
    503,
    () => "The service is starting or stopping.",
    "Try again in a moment.",
  ),
  UNAUTHENTICATED: entry<Record<string, never>>(
    401,
    () => "This address wants a key that it knows.",
    "Send a valid key as the header `Authorization: Bearer KEY`.",
  ),
  FORBIDDEN: entry<{ scope: string }>(
    403,
    (f) => `The key does not open this address, which wants the scope "${f.scope}".`,
    "Use a key that has this scope.",
  ),
  RATE_LIMITED: entry<{ limit: number; window: number; retry_after: number }>(
    429,
    (f) => `More than ${f.limit} requests came from this client within ${f.window} seconds.`,
    "Wait as long as Retry-After says.",
  ),
  OVERLOADED: entry<{ limit: number; retry_after: number }>(
    503,
    (f) => `More than ${f.limit} characters of text are waiting already.`,
    "Try again after as long as Retry-After says.",
  ),
  DEADLINE_EXCEEDED: entry<{ limit: number; retry_after: number }>(
    503,
    (f) => `The text took longer than ${f.limit} milliseconds and was given up.`,
    "Send a shorter text, or try again when less is going on.",
  ),
  WORKER_LOST: entry<{ retry_after: number }>(
    503,
    () => "The thread that read the text ended before its time.",
    "Try again; another thread has taken its place.",
  ),
  BATCH_TOO_LARGE: entry<{ texts: number; limit: number }>(
    422,
    (f) => `There are ${f.texts} texts; ${f.limit} are taken at once.`,
    "Send fewer texts at a time.",
  ),
  MODEL_NOT_FOUND: entry<{ known: readonly string[] }>(
    404,
    (f) => `There is no such model; there are ${list(f.known)}.`,
    "Name one of the models that GET /v1/models lists, or none.",
  ),
  MODELS_ALIKE: entry<{ name: string }>(
    422,
    (f) => `Two of the models to be served are called "${f.name}".`,
    "Name each model once; of two files of one name, rename one, or train it with --name.",
  ),
  MODEL_UNSOUND: entry<{ file: string; reason: string }>(
    500,
    (f) => `${f.file} was read, but does not answer as it should: ${f.reason}.`,
    "Train the model again.",
  ),
  KEYS_INVALID: entry<{ file: string; line: number; problem: string }>(
    422,
    (f) => `${place(f)}: ${f.problem}.`,
    "Write each line as `penprint key` prints it: NAME SCOPES HASH.",
  ),
  MODEL_PRIVATE: entry<Record<string, never>>(
    404,
    () => "This service does not hand out its models.",
    "Start it with --share-model true, or ask it at /v1/predict.",
  ),
  FEEDBACK_OFF: entry<Record<string, never>>(
    404,
    () => "This service takes no feedback.",
    "Start it with --feedback FILE or with PENPRINT_DATABASE_URL.",
  ),
  FEEDBACK_TWICE: entry<Record<string, never>>(
    409,
    () => "There is feedback on this prediction already.",
    "Send feedback once for each prediction.",
  ),
  FEEDBACK_TEXT_REFUSED: entry<Record<string, never>>(
    422,
    () => "This service keeps no texts.",
    "Send the feedback without its text, or start the service with --feedback-texts true.",
  ),
  FEEDBACK_TEXT_DIFFERENT: entry<Record<string, never>>(
    422,
    () => "The text is not the one that the prediction was about.",
    "Send the text of the prediction, unchanged, or none.",
  ),
  PREDICTION_UNKNOWN: entry<Record<string, never>>(
    404,
    () => "No prediction of this service has this id.",
    "Send the `id` of an answer of POST /v1/predict or /v1/predict/batch.",
  ),
  STORE_UNAVAILABLE: entry<{ reason: string }>(
    503,
    (f) => `The database of feedback cannot be used: ${f.reason}.`,
    "Check that the database is there, may be written to and has room left.",
  ),
  CROSS_ORIGIN: entry<{ origin: string }>(
    403,
    (f) => `A page of ${f.origin} may not train here.`,
    "Use the service's own page, or a program that is no browser.",
  ),
  HOST_UNKNOWN: entry<{ host: string }>(
    403,
    (f) => `Without keys nobody may train at "${f.host}", which may be another's name for this machine.`,
    "Use the service at its address or as localhost, list http://NAME among --cors-origins, or start it with --keys.",
  ),
  UPLOAD_UNREADABLE: entry<{ file: string; reason: string }>(
    422,
    (f) => `${f.file} cannot be unpacked: ${f.reason}.`,
    "Send a zip archive of .txt, .csv, .tsv or .jsonl files, or one such file.",
  ),
  UPLOAD_TOO_LARGE: entry<{ limit: number }>(
    413,
    (f) => `What was sent has more than ${f.limit} bytes when it is unpacked.`,
    "Send a smaller corpus, train it with `penprint train`, or start the service with a larger --training-limit.",
  ),
  TRAINING_BUSY: entry<{ phase: string }>(
    409,
    (f) => `There is a training already, whose phase is "${f.phase}".`,
    "Wait for it, or end it with DELETE /v1/training.",
  ),
  TRAINING_NOT_THERE: entry<{ wanted: string; phase: string }>(
    409,
    (f) => `There is no ${f.wanted} yet: the phase of the training is "${f.phase}".`,
    "Send a corpus, start the training and wait until GET /v1/training says that it is trained.",
  ),
  TRAINING_TIMEOUT: entry<{ limit: number }>(
    503,
    (f) => `Training took longer than ${f.limit} seconds and was given up.`,
    "Send a smaller corpus, choose naive-bayes, or start the service with a larger --training-time.",
  ),
  TRAINING_OUT_OF_MEMORY: entry<{ limit: number }>(
    503,
    (f) => `Training wanted more than ${f.limit} megabytes of memory and was given up.`,
    "Send a smaller corpus, choose naive-bayes, or start the service with a larger --training-memory.",
  ),
  TRAINING_FAILED: entry<Record<string, never>>(
    500,
    () => "The thread that trained ended before its time.",
    "Send a smaller corpus, or train it with `penprint train`.",
  ),
  SETTINGS_INVALID: entry<{ problems: readonly string[] }>(
    422,
    (f) => `The service cannot start with these settings: ${f.problems.join("; ")}.`,
    "Correct the settings named; `penprint serve --help` lists them all.",
  ),
  PORT_UNAVAILABLE: entry<{ host: string; port: number; reason: string; flag: string }>(
    500,
    (f) => `Cannot listen on ${f.host}:${f.port}, which ${f.flag} says: ${f.reason}.`,
    "Stop what uses the port, or choose another with the flag named.",
  ),
  SERVICE_UNHEALTHY: entry<{ url: string; reason: string }>(
    503,
    (f) => `The service at ${f.url} is not ready: ${f.reason}.`,
    "See what the service logs; give --host and --port where it listens elsewhere.",
  ),
  INTERNAL: entry<Record<string, never>>(
    500,
    () => "Something failed inside penprint.",
    "Report it with the request id from the answer or the log.",
  ),
} as const;
