/** The lines that say which model is asked. */
import type { InfoResponse } from "./api.ts";
import { element, fill, isolated, part } from "./elements.ts";
import { whole } from "./figures.ts";

/**
 * Says above the text what is being asked, and below the page by whom.
 *
 * @param replaced whether this model has taken the place of another one under the visitor's eyes
 */
export function showModel({ name, version, model, authors }: InfoResponse, replaced = false): void {
  part("version", HTMLElement).textContent = `${name} ${version}.`;
  part("lead", HTMLElement).textContent =
    `Paste a text. It is compared with how ${whole(authors.length)} authors write: who most likely wrote it, how sure that is, and why.`;
  const notice = [
    "The model has been replaced: from here on ",
    isolated(model.name, "name"),
    ", version ",
    element("code", {}, model.version),
    `, with ${whole(authors.length)} authors answers.`,
  ];
  fill(part("notice", HTMLElement), ...(replaced ? notice : []));
}
