/** Texts to start from, in three registers. */
import { element, fill, part } from "./elements.ts";

interface Example {
  readonly name: string;
  readonly text: string;
}

const examples: readonly Example[] = [
  {
    name: "A solemn message",
    text: "It is with sincere gratitude to that Providence which has watched over the harvests of the year that I lay before you the condition of our common affairs. The treaties concluded with the neighbouring powers have been faithfully observed; the revenue has exceeded the expectations of the most prudent; and it remains only that the Congress should determine in what manner so favourable a season may be turned to the lasting advantage of the several States, without which no prosperity can long be ours.",
  },
  {
    name: "A plain speech",
    text: "My fellow Americans, tonight I want to talk about work. Not the numbers, though the numbers are good. I mean the folks who open the diner at five, who drive the night bus, who sit up with somebody else's mother so that she isn't alone. They don't ask for much. They want a fair wage, a doctor they can pay, and a school that gives their kids a real chance. We can do that. We've done harder things together, and we're going to do this one too.",
  },
  {
    name: "Shop talk",
    text: "Okay, so here's the thing. I fixed the thruster, it works, mostly, please don't stand behind it. Did you touch the blue wire? Nobody touches the blue wire. You know what, never mind, I'll build another one, I'm kind of a genius, ask anybody. If the board calls, tell them I'm in a meeting. If the General calls, tell him it's a bigger meeting. And somebody order a pizza, because we're not leaving this room until the suit flies.",
  },
];

/** Offers them; `use` is given the text of the one that is chosen. */
export function showExamples(use: (text: string) => void): void {
  const buttons = examples.map(({ name, text }) => {
    const button = element("button", { type: "button", class: "plain" }, name);
    button.addEventListener("click", () => use(text));
    return button;
  });
  fill(part("examples", HTMLElement), element("span", { class: "quiet" }, "Or start from"), ...buttons);
}
