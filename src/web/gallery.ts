/** Pictures of results: in the order one likes, with the figure of whatever one points at, and as files to be saved. */
import type { CardResponse } from "../server/schemas.ts";
import { element, isolated } from "./elements.ts";

type Picture = CardResponse["pictures"][number];
type Drawing = Picture["drawings"][number];

/** Shows pictures in a place, instead of whatever was there. */
export function showGallery(place: HTMLElement, pictures: readonly Picture[]): void {
  place.replaceChildren(...pictures.map(pictureSection));
}

function pictureSection(picture: Picture): HTMLElement {
  const { name, title, description, arrangement, drawings, csv } = picture;
  const panels = arrangement === "side by side";
  return element(
    "section",
    {
      class: panels || drawings.length > 1 ? "exhibit-picture wide" : "exhibit-picture",
      "aria-label": title,
    },
    element("h2", {}, title),
    element("p", { class: "quiet" }, description),
    panels ? panelsOf(drawings) : drawings.length > 1 ? choiceOf(name, drawings) : shown(drawings[0]!, title),
    element(
      "p",
      { class: "files quiet" },
      "Save ",
      ...(panels ? [] : drawings.map((drawing) => svgLink(drawing, drawings.length > 1))),
      fileLink(`${name}.csv`, "text/csv", csv, "numbers (CSV)"),
    ),
  );
}

/** One drawing at a time. */
function choiceOf(name: string, drawings: readonly Drawing[]): HTMLElement {
  const frame = element("div");
  const show = (drawing: Drawing): void => frame.replaceChildren(shown(drawing, drawing.label));
  const radios = drawings.map((drawing, place) => {
    const radio = element("input", { type: "radio", name, id: `${name}-${place}` });
    radio.checked = place === 0;
    radio.addEventListener("change", () => show(drawing));
    return [radio, element("label", { for: radio.id }, drawing.label)];
  });
  show(drawings[0]!);
  return element("fieldset", { class: "choice" }, element("legend", {}, "In order"), ...radios.flat(), frame);
}

function panelsOf(drawings: readonly Drawing[]): HTMLElement {
  return element(
    "div",
    { class: "panels" },
    ...drawings.map((drawing) =>
      element(
        "div",
        { class: "panel" },
        element("h3", {}, isolated(drawing.label)),
        shown(drawing, drawing.label),
        element("p", { class: "files quiet" }, svgLink(drawing, false)),
      ),
    ),
  );
}

/** A drawing, and below it the figure of what one points at; with the arrow keys one goes from one to the next. */
function shown({ svg }: Drawing, label: string): HTMLElement {
  const caption = element("p", { class: "pointed quiet", role: "status" });
  const picture = imported(svg);
  const marks = Array.from(picture.querySelectorAll("title"), (title) => title.parentElement!);
  const frame = element(
    "div",
    { class: "drawing", tabindex: "0", role: "group", "aria-label": `${label}: arrow keys tell its figures` },
    picture,
  );
  let current = -1;
  const point = (place: number): void => {
    marks[current]?.classList.remove("pointed-at");
    current = place;
    const mark = marks[place];
    mark?.classList.add("pointed-at");
    caption.textContent = mark?.querySelector("title")?.textContent ?? "";
  };
  const underPointer = (event: Event): void => {
    const place = marks.findIndex((mark) => event.target instanceof Node && mark.contains(event.target));
    if (place >= 0 && place !== current) point(place);
  };
  frame.addEventListener("pointerover", underPointer);
  frame.addEventListener("click", underPointer);
  frame.addEventListener("keydown", (event) => {
    const step = steps.get(event.key);
    if (step === undefined || marks.length === 0) return;
    event.preventDefault();
    point((Math.max(current, step < 0 ? 0 : -1) + step + marks.length) % marks.length);
    marks[current]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  return element("div", { class: "drawing-frame" }, frame, caption);
}

const steps: ReadonlyMap<string, number> = new Map([
  ["ArrowRight", 1],
  ["ArrowDown", 1],
  ["ArrowLeft", -1],
  ["ArrowUp", -1],
]);

/** The drawing as a part of the page. It holds no scripts, and would not be let to run any. */
function imported(svg: string): Element {
  const { documentElement } = new DOMParser().parseFromString(svg, "image/svg+xml");
  return document.importNode(documentElement, true);
}

const svgLink = ({ name, svg, label }: Drawing, named: boolean): HTMLElement =>
  fileLink(`${name}.svg`, "image/svg+xml", svg, named ? `picture ${label} (SVG)` : "picture (SVG)");

/** A link that saves a file, which is made when it is wanted. */
function fileLink(name: string, type: string, text: string, label: string): HTMLElement {
  const link = element("a", { href: "#", download: name }, label);
  link.addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    link.href = address;
    setTimeout(() => {
      URL.revokeObjectURL(address);
      link.href = "#";
    }, 10_000);
  });
  return link;
}
