/** A process that serves the model named by its argument, as the command line does; told what to do by signals. */
import { startServer } from "../../src/server/serve.ts";
import { readSettings } from "../../src/server/settings.ts";

const { url, closed } = await startServer(process.argv[2]!, readSettings({}, process.env));
process.stdout.write(`${url}\n`);
await closed;
process.stdout.write("closed\n");
