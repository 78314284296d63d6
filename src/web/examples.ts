/** Texts to start from, in three registers. */
import { part } from "./elements.ts";

/** By the values of the buttons that stand for them. */
const examples: ReadonlyMap<string, string> = new Map([
  [
    "message",
    "It is with sincere gratitude to that Providence which has watched over the harvests of the year that I lay before you the condition of our common affairs. The treaties concluded with the neighbouring powers have been faithfully observed; the revenue has exceeded the expectations of the most prudent; and it remains only that the Congress should determine in what manner so favourable a season may be turned to the lasting advantage of the several States, without which no prosperity can long be ours.",
  ],
  [
    "speech",
    "My fellow Americans, tonight I want to talk about work. Not the numbers, though the numbers are good. I mean the folks who open the diner at five, who drive the night bus, who sit up with somebody else's mother so that she isn't alone. They don't ask for much. They want a fair wage, a doctor they can pay, and a school that gives their kids a real chance. We can do that. We've done harder things together, and we're going to do this one too.",
  ],
  [
    "talk",
    "Okay, so here's the thing. I fixed the thruster, it works, mostly, please don't stand behind it. Did you touch the blue wire? Nobody touches the blue wire. You know what, never mind, I'll build another one, I'm kind of a genius, ask anybody. If the board calls, tell them I'm in a meeting. If the General calls, tell him it's a bigger meeting. And somebody order a pizza, because we're not leaving this room until the suit flies.",
  ],
]);

/** Offers them; `use` is given the text of the one that is chosen. */
export function offerExamples(use: (text: string) => void): void {
  for (const button of part("examples", HTMLElement).querySelectorAll("button")) {
    button.disabled = false;
    button.addEventListener("click", () => use(examples.get(button.value)!));
  }
}
