/**
 * The lowest place of a smooth convex function, by its slopes: limited-memory BFGS (Nocedal & Wright, Numerical
 * Optimization, 2nd edition, algorithms 7.4 and 7.5) with steps halved until they go down far enough.
 */

/** Fills `slopes` with the function's derivatives at `place` and returns its value there. */
export type SmoothFunction = (place: Float64Array, slopes: Float64Array) => number;

/** When to stop. */
export interface MinimiseSettings {
  /** No derivative is larger than this at the end; above 0. */
  readonly tolerance: number;
  readonly steps: number;
}

/** How many steps are remembered. */
const MEMORY = 10;
/** A step has to go down by at least this share of what its slope promises. */
const LEAST_GAIN = 1e-4;
const MOST_HALVINGS = 40;

/**
 * Goes down from `start`.
 *
 * @returns the place where it stopped, a new array
 */
export function minimise(
  of: SmoothFunction,
  start: Float64Array,
  { tolerance, steps }: MinimiseSettings,
): Float64Array {
  let place = start.slice();
  let slopes = new Float64Array(place.length);
  let value = of(place, slopes);
  const moves: { readonly by: Float64Array; readonly slopes: Float64Array; readonly scale: number }[] = [];
  for (let step = 0; step < steps && largest(slopes) > tolerance; step++) {
    let direction = downhill(slopes, moves);
    let promise = dot(direction, slopes);
    if (!(promise < 0)) {
      moves.length = 0;
      direction = downhill(slopes, moves);
      promise = dot(direction, slopes);
    }
    let size = moves.length === 0 ? Math.min(1, 1 / largest(slopes)) : 1;
    const nextSlopes = new Float64Array(place.length);
    let next = along(place, direction, size);
    let nextValue = of(next, nextSlopes);
    for (let halving = 0; !(nextValue <= value + LEAST_GAIN * size * promise); halving++) {
      // Nothing is lower as far as numbers of 64 bits can tell.
      if (halving === MOST_HALVINGS) return place;
      size /= 2;
      next = along(place, direction, size);
      nextValue = of(next, nextSlopes);
    }
    const by = next.map((number, index) => number - place[index]!);
    const change = nextSlopes.map((slope, index) => slope - slopes[index]!);
    const curvature = dot(by, change);
    if (curvature > 0) moves.push({ by, slopes: change, scale: 1 / curvature });
    if (moves.length > MEMORY) moves.shift();
    place = next;
    slopes = nextSlopes;
    value = nextValue;
  }
  return place;
}

/** −H · slopes, with H the inverse curvature as the remembered moves tell it. */
function downhill(
  slopes: Float64Array,
  moves: readonly { readonly by: Float64Array; readonly slopes: Float64Array; readonly scale: number }[],
): Float64Array {
  const direction = slopes.map((slope) => -slope);
  const shares = moves.map(() => 0);
  for (let index = moves.length - 1; index >= 0; index--) {
    const move = moves[index]!;
    shares[index] = move.scale * dot(move.by, direction);
    addTo(direction, move.slopes, -shares[index]!);
  }
  const last = moves.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.scale * dot(last.slopes, last.slopes));
    for (let place = 0; place < direction.length; place++) direction[place]! *= scale;
  }
  moves.forEach((move, index) => {
    addTo(direction, move.by, shares[index]! - move.scale * dot(move.slopes, direction));
  });
  return direction;
}

function along(place: Float64Array, direction: Float64Array, size: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(place, (number, index) => number + size * direction[index]!);
}

function addTo(sums: Float64Array, numbers: Float64Array, factor: number): void {
  for (let place = 0; place < sums.length; place++) sums[place]! += factor * numbers[place]!;
}

function dot(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, number, place) => sum + number * right[place]!, 0);
}

function largest(numbers: Float64Array): number {
  return numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
}
