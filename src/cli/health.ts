/** `penprint health`: what a container's health check runs. */
import { PenprintError } from "../errors.ts";
import { readSettings } from "../server/settings.ts";
import { addJsonOption } from "./options.ts";
import type { Define, Surroundings } from "./program.ts";
import { addServiceOptions, type ServiceOptions } from "./service.ts";

/** Shorter than the time that container engines allow by default, so that it is told what went wrong. */
const patience = 2500;

/** Defines the command. */
export const defineHealth: Define = (command, surroundings) => {
  command.description(
    "Asks the service on this machine whether it is ready (GET /readyz). Ends with 0 when it is, with 1 when it is not: a health check for container engines.",
  );
  addJsonOption(addServiceOptions(command, ["host", "port"]));
  command.addHelpText("after", "\nExample:\n  $ penprint health --port 9000");
  command.action((options: ServiceOptions) => run(options, surroundings));
};

async function run(options: ServiceOptions, { output }: Surroundings): Promise<void> {
  const { host, port } = readSettings(options, process.env);
  const url = `http://${reachable(host)}:${port}/readyz`;
  const status = await ask(url);
  if (status !== 200) throw new PenprintError("SERVICE_UNHEALTHY", { url, reason: `it answers ${status}` });
  if (output.json) output.object({ status: "ok", url });
  else output.line("Ready.");
}

async function ask(url: string): Promise<number> {
  try {
    const { status, body } = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: "manual" });
    await body?.cancel();
    return status;
  } catch (error) {
    const { name, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    const reason = name === "TimeoutError" ? `no answer within ${patience / 1000} s` : (cause?.code ?? name);
    throw new PenprintError("SERVICE_UNHEALTHY", { url, reason }, { cause: error });
  }
}

/** Addresses that mean "all of this machine's" to whoever listens mean nothing to whoever asks. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
