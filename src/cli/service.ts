/** The service, started from the command line. */
import { type Command, Option } from "commander";

import {
  readSettings,
  type Setting,
  type SettingName,
  settingNames,
  settingsTable,
} from "../server/settings.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import type { Surroundings } from "./program.ts";
import { programName, shellQuoted } from "./shell.ts";

/** The service's settings as texts, by their names; undefined where a flag is not given. */
export type ServiceOptions = Readonly<Partial<Record<SettingName, string>>>;

/**
 * Adds flags for settings of the service.
 *
 * @param names which of them; the others can still be set in the environment
 */
export function addServiceOptions(command: Command, names: readonly SettingName[] = settingNames): Command {
  command.optionsGroup("How it is served (also set in the environment, see docs/settings.md):");
  for (const name of names) {
    const { flag, unit, help, ...setting }: Setting<unknown> = settingsTable[name];
    if (flag === null) continue;
    const value = unit === "" ? flag.slice(2) : unit;
    const byDefault = String(setting.default);
    const described = byDefault === "" ? help : `${help} (default: ${byDefault})`;
    command.addOption(new Option(`${flag} <${value}>`, described));
  }
  return command;
}

/**
 * Refuses settings that mean nothing, before anything is done.
 *
 * @throws SETTINGS_INVALID
 */
export function checkServiceOptions(options: ServiceOptions): void {
  readSettings(options, process.env);
}

/**
 * Serves model files until the process is told to stop.
 *
 * @throws SETTINGS_INVALID, PORT_UNAVAILABLE, and what reading the model throws
 */
export async function serve(
  models: readonly [string, ...string[]],
  options: ServiceOptions,
  { output, interruption }: Surroundings,
): Promise<void> {
  const settings = readSettings(options, process.env);
  const { url, metricsUrl, closed } =
    settings.workers === 1
      ? await (await import("../server/serve.ts")).startServer(models, settings)
      : await (await import("../server/processes.ts")).startProcesses(models, settings);
  // From here on, Ctrl-C is the service's: it answers what it was asked, and ends well.
  interruption.end();
  if (output.json)
    output.object({
      url,
      page: `${url}/`,
      docs: `${url}/apidocs`,
      openapi: `${url}/openapi.json`,
      metrics: metricsUrl === null ? null : `${metricsUrl}/metrics`,
    });
  else showAddresses(url, metricsUrl, models, output);
  await closed;
}

function showAddresses(
  url: string,
  metricsUrl: string | null,
  models: readonly [string, ...string[]],
  output: Output,
): void {
  const address = (path: string): string => output.style("cyan", url + path);
  output.line(output.style("bold", `Serving ${models.map(printable).join(", ")}`));
  output.line();
  output.line(`  Page       ${address("/")}`);
  output.line(`  API docs   ${address("/apidocs")}`);
  if (metricsUrl !== null) output.line(`  Metrics    ${output.style("cyan", `${metricsUrl}/metrics`)}`);
  output.line(`  Terminal   ${programName()} predict ${shellQuoted(models[0])} "…"`);
  output.line();
  output.line("Stop it with Ctrl-C.");
}
