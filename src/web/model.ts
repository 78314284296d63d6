/** The model's page: what it is, what it learned from, how good it is, and pictures of all that. */
import { ask, type InfoResponse, Refusal } from "./api.ts";
import { showCard } from "./card.ts";
import type { CardResponse } from "../server/schemas.ts";
import { element, fill, isolated, part } from "./elements.ts";
import { whole } from "./figures.ts";
import { showGallery } from "./gallery.ts";
import { showLinks } from "./links.ts";

async function start(): Promise<void> {
  const name = new URLSearchParams(location.search).get("model");
  const query = name === null ? "" : `?model=${encodeURIComponent(name)}`;
  const gallery = part("gallery", HTMLElement);
  try {
    const served = await ask<InfoResponse>(`v1/info${query}`, { method: "GET" });
    showCard(served);
    entitle(served);
    showLinks(served);
    const card = await ask<CardResponse>(`v1/card${query}`, { method: "GET" });
    if (card.pictures.length > 0) showGallery(gallery, card.pictures);
    else fill(gallery, ...unmeasured(card));
    showRecipe(card);
  } catch (error) {
    const { message, remedy } =
      error instanceof Refusal
        ? error
        : new Refusal("This page has failed.", "Load it again.", "", { cause: error });
    fill(part("problem", HTMLElement), element("p", {}, message), element("p", { class: "quiet" }, remedy));
  } finally {
    gallery.removeAttribute("aria-busy");
  }
}

function entitle({ model, authors, corpus, name, version }: InfoResponse): void {
  fill(part("name", HTMLElement), isolated(model.name));
  document.title = `${model.name} · penprint`;
  part("version", HTMLElement).textContent = `${name} ${version}.`;
  part("lead", HTMLElement).textContent =
    `Tells ${whole(authors.length)} authors apart, from ${whole(corpus.documents)} documents with ${whole(corpus.words)} words.`;
}

/** Why there is no picture, and how there can be some. */
function unmeasured({ evaluation }: CardResponse): HTMLElement[] {
  const measured = typeof evaluation === "object" && evaluation !== null && "accuracy" in evaluation;
  const said = measured
    ? "Its file holds no pictures of its errors or its corpus. To have them here, train it again with "
    : "Nobody has measured it. To have its errors, its curves, its authors’ words and a map of its works here, train it with ";
  return [
    element(
      "p",
      { class: "quiet" },
      said,
      element("code", {}, "penprint train CORPUS --evaluate"),
      "; to test it on other texts, use ",
      element("code", {}, "penprint evaluate MODEL CORPUS --report report.html"),
      ".",
    ),
  ];
}

function showRecipe({ recipe, corpus, model }: CardResponse): void {
  const rows: readonly (readonly [string, string])[] = [
    ["Version of the model", model.version],
    ["Fingerprint of the corpus (SHA-256)", corpus.sha256 ?? "not known: it was not read from files"],
  ];
  fill(
    part("recipe-body", HTMLElement),
    element(
      "dl",
      { class: "facts" },
      ...rows.map(([name, value]) =>
        element("div", {}, element("dt", {}, name), element("dd", {}, element("code", {}, value))),
      ),
    ),
    element(
      "details",
      {},
      element("summary", {}, "Recipe, as its file has it"),
      element(
        "pre",
        { class: "scroll", tabindex: "0", role: "group", "aria-label": "Recipe" },
        JSON.stringify(recipe, null, 2),
      ),
    ),
  );
  part("recipe", HTMLElement).hidden = false;
}

await start();
