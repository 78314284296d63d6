/** Parts of the page. Text always becomes a text node: nothing that comes from outside is read as HTML. */

type Tag = keyof HTMLElementTagNameMap;
type Child = Node | string;

/** What a new element has; `class` and whatever else are attributes, empty ones are left out. */
export type Attributes = Readonly<Record<string, string>>;

/** Makes an element. */
export function element<T extends Tag>(
  tag: T,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== "") made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** A name or a piece of text inside a sentence, whichever way it is written. */
export function isolated(text: string, className = ""): HTMLElement {
  return element("bdi", { class: className }, text);
}

/**
 * An element of the page as index.html has it.
 *
 * @throws TypeError when the page has none of that kind, which is a fault of the page
 */
export function part<T extends Element>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new TypeError(`The page has no ${kind.name} called "${id}".`);
}

/** Shows an element with these children, or hides it when there are none. */
export function fill(place: HTMLElement, ...children: readonly Child[]): void {
  place.replaceChildren(...children);
  place.hidden = children.length === 0;
}
