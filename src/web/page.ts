/** The page's beginning: learns what is being served, shows the card, and starts to listen. */
import { info } from "./api.ts";
import { showCard } from "./card.ts";
import { Conversation } from "./conversation.ts";
import { VerdictView } from "./verdict.ts";

async function start(): Promise<void> {
  try {
    const served = await info();
    showCard(served);
    // A text that the browser kept over a reload is asked about at once.
    await new Conversation(served).ask();
  } catch (error) {
    new VerdictView().refuse(error, () => void start());
  }
}

await start();
