/** The API key of a service that wants one: asked for once, kept until the tab is closed. */
import { element } from "./elements.ts";

const place = "penprint-key";

/** The key that was given; null when there is none. */
export function keptKey(): string | null {
  return sessionStorage.getItem(place);
}

let asking: Promise<boolean> | null = null;

/**
 * Asks the visitor for a key and keeps it; several that ask at the same time are answered together.
 *
 * @param refused whether there was a key, which the service does not know
 * @returns whether one was given
 */
export function askForKey(refused: boolean): Promise<boolean> {
  asking ??= ask(refused).finally(() => (asking = null));
  return asking;
}

function ask(refused: boolean): Promise<boolean> {
  const input = element("input", {
    id: "key",
    type: "password",
    autocomplete: "off",
    spellcheck: "false",
    required: "required",
    "aria-describedby": "key-help",
  });
  const cancel = element("button", { type: "button", class: "plain" }, "Not now");
  const form = element(
    "form",
    { method: "dialog" },
    element(
      "h2",
      { id: "key-title" },
      refused ? "The service does not know this key" : "The service wants a key",
    ),
    element("label", { for: "key" }, "API key"),
    input,
    element(
      "p",
      { id: "key-help", class: "quiet" },
      "It is kept in this tab until the tab is closed, and sent to this service alone.",
    ),
    element("div", { class: "buttons" }, cancel, element("button", { type: "submit" }, "Use it")),
  );
  const dialog = element("dialog", { class: "key", "aria-labelledby": "key-title" }, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    let given = false;
    cancel.addEventListener("click", () => dialog.close());
    form.addEventListener("submit", () => {
      // Headers take no other letters, and no key has them.
      given = /^[\x21-\x7e]+$/u.test(input.value.trim());
      if (given) sessionStorage.setItem(place, input.value.trim());
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(given);
    });
    dialog.showModal();
  });
}
