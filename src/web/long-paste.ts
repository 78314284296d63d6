/**
 * Long texts that come at once: pasted, opened, dropped. What nobody would read is not even put into the box, in which a
 * megabyte takes a browser several seconds.
 */

/** Shorter texts, in UTF-16 units, are left to the browser, which can take them back. */
const long = 20_000;

/**
 * The beginning of a text, as much of it as is read.
 *
 * @param limit in UTF-16 units; there may be one less, so that no surrogate pair is cut
 */
export function beginningOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

/**
 * Takes over what is pasted into a box when it is long.
 *
 * @param limit how many UTF-16 units the box may have
 * @param onCut told how many there would have been, before the box says that it has changed
 */
export function takeLongPastes(
  box: HTMLTextAreaElement,
  limit: () => number,
  onCut: (units: number) => void,
): void {
  box.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.length < long) return;
    event.preventDefault();
    const { selectionStart: start, selectionEnd: end, textLength } = box;
    const room = Math.max(0, limit() - (textLength - (end - start)));
    if (text.length > room) onCut(textLength - (end - start) + text.length);
    box.setRangeText(beginningOf(text, room), start, end, "end");
    box.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
  });
}
