/** The page's beginning: learns what is being served, shows it, and starts to listen. */
import { info } from "./api.ts";
import { showCard } from "./card.ts";
import { Conversation } from "./conversation.ts";
import { showLinks } from "./links.ts";
import { showModel } from "./model-line.ts";
import { VerdictView } from "./verdict.ts";

async function start(): Promise<void> {
  try {
    const served = await info();
    showModel(served);
    showLinks(served);
    showCard(served);
    await new Conversation(served).begin();
  } catch (error) {
    new VerdictView().refuse(error, () => void start());
  }
}

await start();
