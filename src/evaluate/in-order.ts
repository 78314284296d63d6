/** Work that is started ahead of time and taken in order. */

/**
 * Does something for each item, for a few at once, and gives what comes of it in the order of the items. After a failure
 * nothing more is started; what was started is not waited for.
 *
 * @param atOnce how many may be on their way at the same time; from 1
 * @throws the failure of the first item that has one
 */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, place: number) => Promise<Result>,
): AsyncGenerator<Result, void> {
  const started: Promise<Result>[] = [];
  let next = 0;
  const failures = new Set<Promise<Result>>();
  const start = (): void => {
    const result = work(items[next]!, next);
    next++;
    // Whoever takes it hears of a failure; until then nobody else needs to.
    result.catch(() => failures.add(result));
    started.push(result);
  };
  for (;;) {
    while (failures.size === 0 && started.length < atOnce && next < items.length) start();
    const first = started.shift();
    if (first === undefined) return;
    yield await first;
  }
}
