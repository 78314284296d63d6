/** The page on which a corpus is dropped, looked at, trained on, and its model used. */
import { ask, authorization, info, refusalOf, Refusal } from "./api.ts";
import { quality } from "./card.ts";
import { type Dropped, droppedFiles, packed } from "./corpus-files.ts";
import { element, fill, isolated, part } from "./elements.ts";
import { scoreOf } from "./evaluation.ts";
import { counted, whole } from "./figures.ts";
import { keptKey } from "./key.ts";
import { showLinks } from "./links.ts";
import type { TrainingResponse, UsedResponse } from "../server/schemas.ts";

type Corpus = NonNullable<TrainingResponse["corpus"]>;

const address = "v1/training";
/** How long the page waits before it asks again how far it is, in milliseconds. */
const pause = 400;
/** More authors are not shown one by one. */
const mostAuthors = 200;

const section = (id: string): HTMLElement => part(id, HTMLElement);
let timer: ReturnType<typeof setTimeout> | undefined;
let phase = "";

/** Shows how far it is, and goes on asking while something is being done. */
function show(state: TrainingResponse): void {
  const { corpus, evaluation, problem } = state;
  const busy = state.phase === "reading" || state.phase === "training";
  section("drop").hidden = state.phase !== "empty" && state.phase !== "failed";
  section("work").hidden = !busy;
  section("read").hidden = !(state.phase === "read" || state.phase === "trained") || corpus === null;
  section("result").hidden = state.phase !== "trained";
  if (state.phase === "reading") fill(section("work-title"), "Reading ", isolated(state.name));
  if (state.phase === "training") fill(section("work-title"), "Training ", isolated(state.name));
  if (busy) showProgress(state);
  if (state.phase !== phase) {
    phase = state.phase;
    if (corpus !== null) fill(section("read-body"), ...whatWasRead(corpus));
    if (phase === "trained") {
      fill(section("result-body"), quality(scoreOf(evaluation)));
      section("learned").textContent = howItLearned(state);
      fill(section("used"));
    }
    section("status").textContent = announcement(state);
    fill(section("problem"), ...(problem === null ? [] : told(problem.detail, problem.remedy)));
    document.title = `${busy ? `${state.step || "Working"} … ` : "Train"} · penprint`;
  }
  clearTimeout(timer);
  if (busy) timer = setTimeout(() => void attempt(() => ask(address, { method: "GET" })), pause);
}

function showProgress({ step, progress }: TrainingResponse): void {
  section("bar-label").textContent = step === "" ? "Working" : step;
  const bar = part("bar", HTMLProgressElement);
  if (step === "Reading" || step === "Starting") bar.removeAttribute("value");
  else bar.value = progress;
}

/** Where the recipe was chosen by the texts, what was chosen, and why the score is of the choosing. */
function howItLearned({ recipe, evaluation }: TrainingResponse): string {
  const chosen = typeof evaluation === "object" && evaluation !== null && "chosen" in evaluation;
  return chosen
    ? `Each of them chose its own recipe from what it had seen, so that the score counts the choosing, too. The model itself learned with ${recipe}.`
    : `The recipe is ${recipe}.`;
}

function announcement({ phase, corpus }: TrainingResponse): string {
  switch (phase) {
    case "read":
      return corpus === null
        ? ""
        : `Read ${counted(corpus.documents, "document")} by ${counted(corpus.authors.length, "author")}.`;
    case "training":
      return "Training has begun.";
    case "trained":
      return "Training is done.";
    default:
      return "";
  }
}

function whatWasRead({
  documents,
  words,
  works,
  authors,
  ignored_files: ignored,
  warnings,
}: Corpus): HTMLElement[] {
  const sorted = [...authors].sort((left, right) => right.documents - left.documents);
  const shown = sorted.slice(0, mostAuthors);
  const doubts = [
    ...warnings.map(({ message }) => message),
    ...(ignored === 0
      ? []
      : [`${counted(ignored, "file")} of other kinds ${ignored === 1 ? "was" : "were"} passed over.`]),
    ...(authors.length < 2 ? ["There is only one author; it takes two to tell them apart."] : []),
    ...(works === 0
      ? [
          "No document names the work it was cut from. If several are cut from one, the score will be too high.",
        ]
      : []),
  ];
  return [
    element(
      "p",
      { class: "big" },
      counted(documents, "document"),
      element("span", {}, ` by ${counted(authors.length, "author")}, ${whole(words)} words`),
    ),
    ...(doubts.length === 0
      ? []
      : [element("ul", { class: "warnings" }, ...doubts.map((doubt) => element("li", {}, doubt)))]),
    element(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": "Authors that were read" },
      element(
        "table",
        {},
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            element("th", { scope: "col" }, "Author"),
            element("th", { scope: "col", class: "number" }, "Documents"),
            element("th", { scope: "col", class: "number" }, "Words"),
          ),
        ),
        element("tbody", {}, ...shown.map(authorRow)),
      ),
    ),
    ...(shown.length < sorted.length
      ? [element("p", { class: "quiet" }, `… and ${whole(sorted.length - shown.length)} more`)]
      : []),
  ];
}

function authorRow({ author, documents, words }: Corpus["authors"][number]): HTMLElement {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, isolated(author)),
    element("td", { class: "number" }, whole(documents)),
    element("td", { class: "number" }, whole(words)),
  );
}

const told = (message: string, remedy: string): HTMLElement[] => [
  element("p", {}, message),
  element("p", { class: "quiet" }, remedy),
];

/** Does something, and shows how far it is then, or what went wrong. */
async function attempt(work: () => Promise<TrainingResponse>): Promise<void> {
  try {
    const state = await work();
    if (phase !== state.phase) fill(section("problem"));
    show(state);
  } catch (error) {
    const { message, remedy } =
      error instanceof Refusal
        ? error
        : new Refusal("This page has failed.", "Load it again.", "", { cause: error });
    fill(section("problem"), ...told(message, remedy));
  }
}

async function send(dropped: readonly Dropped[]): Promise<void> {
  if (dropped.length === 0) return;
  await attempt(async () => {
    phase = "";
    const { bytes, type, name } = await packed(dropped);
    const query = new URLSearchParams({ name });
    return ask<TrainingResponse>(`${address}?${query}`, {
      method: "POST",
      headers: { "content-type": type },
      body: new Blob([bytes], { type }),
    });
  });
}

async function use(): Promise<void> {
  await attempt(async () => {
    const { model } = await ask<UsedResponse>(`${address}/use`, { method: "POST" });
    fill(
      section("used"),
      isolated(model.name, "name"),
      " answers now. ",
      element("a", { href: "./" }, "Ask it who wrote a text"),
      ", or ",
      element("a", { href: "model" }, "see its pictures"),
      ". It is gone when the service stops, unless you download it.",
    );
    return ask<TrainingResponse>(address, { method: "GET" });
  });
}

async function download(): Promise<void> {
  await attempt(async () => {
    const response = await fetch(`${address}/model`, {
      headers: authorization(keptKey()),
      cache: "no-store",
    });
    if (!response.ok) throw refusalOf(response.status, await response.json());
    const name = /filename="([^"]+)"/u.exec(response.headers.get("content-disposition") ?? "")?.[1];
    const link = element("a", {
      href: URL.createObjectURL(await response.blob()),
      download: name ?? "model.safetensors",
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    return ask<TrainingResponse>(address, { method: "GET" });
  });
}

const forget = (): Promise<void> => attempt(() => ask(address, { method: "DELETE" }));

function listen(): void {
  for (const id of ["files", "folder"]) {
    const input = part(id, HTMLInputElement);
    input.addEventListener("change", () => {
      const files = Array.from(input.files ?? [], (file) => ({
        path: file.webkitRelativePath || file.name,
        file,
      }));
      void send(files).finally(() => (input.value = ""));
    });
  }
  const drop = section("drop");
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer !== null) void droppedFiles(event.dataTransfer).then(send);
  });
  part("start", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const recipe = document.querySelector<HTMLInputElement>('input[name="recipe"]:checked')?.value ?? "auto";
    void attempt(() =>
      ask(`${address}/start`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ recipe }),
      }),
    );
  });
  section("stop").addEventListener("click", () => void forget());
  section("forget").addEventListener("click", () => void forget());
  section("use").addEventListener("click", () => void use());
  section("download").addEventListener("click", () => void download());
}

listen();
await attempt(async () => {
  const served = await info();
  showLinks(served);
  section("version").textContent = `${served.name} ${served.version}.`;
  return ask<TrainingResponse>(address, { method: "GET" });
});
