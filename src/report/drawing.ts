/**
 * Draws with Observable Plot, in a document that is nowhere shown. What comes out needs neither a script nor a style
 * sheet: lines and letters take the colour of the text around them, so a drawing fits a light page and a dark one, and
 * all other colours can be seen on both.
 */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

import { escaped } from "./html.ts";

/** Marks and scales, as Plot has them. */
export type PlotOptions = Plot.PlotOptions;

/** For what is right, and for whatever has one colour. */
export const BLUE = "#3b82c4";
/** For what is wrong. */
export const RED = "#d9594c";
/** To tell authors apart: of middle lightness, so that all of them can be seen on white and on black. */
export const COLOURS: readonly string[] = [
  "#3b82c4",
  "#d97b29",
  "#3a9d5d",
  "#d9594c",
  "#8f6fc9",
  "#9a6b55",
  "#d069b0",
  "#7d8590",
  "#a89a1e",
  "#2aa5b0",
];

/** In user units, which are pixels where a drawing has its own size. */
const FONT_SIZE = 12;

/**
 * A drawing as SVG.
 *
 * @param label what it shows, for those who cannot see it
 */
export function draw(options: PlotOptions, label: string): string {
  const svg = Plot.plot({ ...options, document: nowhere() }) as unknown as SVGSVGElement;
  svg.querySelector("style")?.remove();
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("class", "picture");
  svg.setAttribute("role", "img");
  svg.setAttribute("font-size", String(FONT_SIZE));
  for (const element of svg.querySelectorAll("*")) tidy(element);
  // The only attribute with a name in it: in HTML, unlike here, `<` may stand in one.
  const source = String(svg.outerHTML).replace("<svg", () => `<svg aria-label="${escaped(label)}"`);
  return source.toWellFormed().replaceAll(notXml, "\uFFFD");
}

/** What may stand in names, and in no XML. */
// oxlint-disable-next-line no-control-regex
const notXml = /[\0-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu;

function nowhere(): Document {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return document as unknown as Document;
}

/** Shortens coordinates, and takes out what only scripts and screen readers inside a picture would need. */
function tidy(element: Element): void {
  for (const { name, value } of Array.from(element.attributes)) {
    if (name.startsWith("aria-") || name === "class") element.removeAttribute(name);
    else if (/\d\.\d{3}/u.test(value)) {
      element.setAttribute(
        name,
        value.replaceAll(/-?\d+\.\d{3,}(?:e-?\d+)?/gu, (digits) => String(Number(Number(digits).toFixed(2)))),
      );
    }
  }
}

/** A name that fits beside an axis. */
export function shortened(name: string, most: number = 22): string {
  const characters = [...name];
  return characters.length <= most ? name : `${characters.slice(0, most - 1).join("")}…`;
}

/** How wide the longest of some names is, about, in user units. */
export function widthOf(names: readonly string[], size: number = FONT_SIZE): number {
  const wide = (name: string): number =>
    [...name].reduce((sum, character) => sum + shareOfHeight(character), 0);
  return Math.ceil(Math.max(0, ...names.map(wide)) * size);
}

/** How wide a character is for its height, about: letters of Chinese and Japanese are as wide as they are high. */
function shareOfHeight(character: string): number {
  if (character >= "\u1100") return 1;
  return /\p{Lu}/u.test(character) ? 0.78 : 0.56;
}

/** A share from 0 to 1 as `61.5 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}\u00A0%`;
}
