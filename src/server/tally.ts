/** Figures that are counted in typed arrays, and put together when Prometheus asks: requests are many, questions few. */
import { Histogram, type HistogramConfiguration } from "prom-client";

type Values = Awaited<ReturnType<Histogram["get"]>>;

/** One line of a histogram: how many values fell between which bounds, and their sum. */
export class Tally {
  /** Between bounds, not yet added up; the last one holds what is above all of them. */
  readonly counts: Float64Array;
  sum = 0;
  readonly #bounds: Float64Array;

  /** @param bounds ascending; each belongs to the values below it */
  constructor(bounds: Float64Array) {
    this.#bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
  }

  /** How many values there were. */
  get count(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Counts a value. */
  observe(value: number): void {
    const bounds = this.#bounds;
    let place = 0;
    while (place < bounds.length && value > bounds[place]!) place++;
    this.counts[place]!++;
    this.sum += value;
  }
}

/** A histogram of Prometheus whose values are counted by tallies, one for each set of labels. */
export class TalliedHistogram<T extends string> extends Histogram<T> {
  readonly #bounds: Float64Array;
  readonly #configuration: HistogramConfiguration<T>;
  readonly #tallies: { readonly labels: Readonly<Record<T, string>>; readonly tally: Tally }[] = [];

  /** @param configuration with `buckets` */
  constructor(configuration: HistogramConfiguration<T> & { readonly buckets: number[] }) {
    super(configuration);
    this.#configuration = configuration;
    this.#bounds = Float64Array.from(configuration.buckets);
  }

  /** A tally for labels that have none yet; whoever counts keeps it. */
  tally(labels: Readonly<Record<T, string>>): Tally {
    const tally = new Tally(this.#bounds);
    this.#tallies.push({ labels, tally });
    return tally;
  }

  /** All tallies as Prometheus has them: each bucket holds those below it, too. */
  override async get(): ReturnType<Histogram<T>["get"]> {
    const { name, help } = this.#configuration;
    const values = this.#tallies.flatMap(({ labels, tally }) => {
      let below = 0;
      const buckets = Array.from(tally.counts, (count, place) => ({
        labels: { ...labels, le: place < this.#bounds.length ? this.#bounds[place]! : "+Inf" },
        value: (below += count),
        metricName: `${name}_bucket`,
      }));
      return [
        ...buckets,
        { labels, value: tally.sum, metricName: `${name}_sum` },
        { labels, value: below, metricName: `${name}_count` },
      ];
    });
    return { name, help, type: "histogram", aggregator: "sum", values } as unknown as Values;
  }

  /** The same for the text that Prometheus reads, which the library asks for by another name. */
  getForPromString(): ReturnType<Histogram<T>["get"]> {
    return this.get();
  }
}
