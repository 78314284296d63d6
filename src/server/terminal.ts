/** Whether there is a terminal from which a process is steered. */
import { closeSync, openSync } from "node:fs";

/**
 * Tells SIGHUP's two meanings apart: that somebody wants files to be read again, and that the terminal has gone in
 * which the process was started.
 *
 * @returns whether a terminal that is there now has gone by then
 */
export function watchTerminal(): () => boolean {
  const before = hasTerminal();
  return () => before && !hasTerminal();
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
