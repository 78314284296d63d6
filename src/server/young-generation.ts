/** How much room V8 takes for what is new and soon gone: under load it would double it again and again. */
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/**
 * What both halves of the young generation may take together, in bytes. V8 doubles a half whenever enough has survived
 * in it, so that each service gets there sooner or later; from 16 to 32 MB a half costs 24 MB of memory and gains
 * nothing here, where next to nothing lives longer than a request. Up to Node 22 this was V8's own limit.
 */
const most = 2 * 16 * 2 ** 20;

/** How often its size is looked at, in milliseconds. It takes seconds of full load to double at that size. */
const interval = 1000;

/**
 * Keeps the young generation from growing beyond what a service needs. V8's own limit can only be set where a process
 * is started (`--max-semi-space-size`); how fast it grows may be changed at any time. It may still grow back after V8
 * has made it smaller for want of work. Does not keep the process alive.
 *
 * @returns ends it
 */
export function boundYoungGeneration(): () => void {
  let growing = true;
  const letGrow = (mayGrow: boolean): void => {
    if (mayGrow === growing) return;
    growing = mayGrow;
    setFlagsFromString(`--semi-space-growth-factor=${growing ? 2 : 1}`);
  };
  const look = (): void => {
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
    letGrow(young === undefined || young.space_size * 2 <= most);
  };
  const timer = setInterval(look, interval).unref();
  return () => {
    clearInterval(timer);
    // As it was: what is kept of compiled code at the end is only good for whoever starts with the same flags.
    letGrow(true);
  };
}
