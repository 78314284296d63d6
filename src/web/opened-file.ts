/** Texts from files: chosen, or dropped on the page. They are read in the browser. */
import { Refusal } from "./api.ts";
import { element, fill, part } from "./elements.ts";
import { megabytes } from "./figures.ts";

/** Larger files are refused, in bytes: no text box is good for them. */
const largest = 5_000_000;

/** Lets files be chosen and dropped; `use` is given the text of one. */
export function offerFiles(use: (text: string) => void): void {
  const [sheet, input] = [part("form", HTMLFormElement), part("file", HTMLInputElement)];
  const button = part("open", HTMLButtonElement);
  const open = async (files: FileList | null | undefined): Promise<void> => {
    try {
      const text = await textOf(files ?? []);
      fill(part("file-problem", HTMLElement));
      if (text !== null) use(text);
    } catch (error) {
      refuse(error);
    }
  };
  button.disabled = false;
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    void open(input.files);
    // The same file may be chosen again when it has changed.
    input.value = "";
  });
  // Anywhere: a browser leaves the page for a file that falls beside the box.
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    sheet.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) sheet.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    sheet.classList.remove("dropping");
    if (!hasFiles(event)) return;
    event.preventDefault();
    void open(event.dataTransfer?.files);
  });
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") === true;

/**
 * The text of the only file.
 *
 * @returns null when there is none
 * @throws Refusal when there are several, or it is too large or no text
 */
export async function textOf(files: ArrayLike<File>): Promise<string | null> {
  const file = files[0];
  if (file === undefined) return null;
  if (files.length > 1) throw new Refusal("These are several files.", "Drop one text at a time.");
  if (file.size > largest) {
    throw new Refusal(
      `${file.name} has ${megabytes(file.size)}; files of up to ${megabytes(largest)} are read here.`,
      "Take a part of it, or use the command line: penprint predict MODEL --file FILE.",
    );
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = decoded(bytes);
  if (text === null || text.includes("\0")) {
    throw new Refusal(
      `${file.name} is no plain text in UTF-8.`,
      "Save it as plain text in UTF-8, or copy the text and paste it here.",
    );
  }
  return text;
}

/** Null for bytes that are no text; a mark at the start says which of Unicode's encodings it is. */
function decoded(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function refuse(error: unknown): void {
  const { message, remedy } = error instanceof Refusal ? error : unreadable(error);
  fill(part("file-problem", HTMLElement), element("strong", {}, message), ` ${remedy}`);
}

function unreadable(error: unknown): Refusal {
  return new Refusal(`The file cannot be read: ${String(error)}.`, "Copy the text and paste it here.");
}
