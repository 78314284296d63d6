/** A curve as an SVG file that can be read on light and on dark pages. */

/** A point: x and y, both above 0. */
export type Point = readonly [number, number];

const WIDTH = 560;
const HEIGHT = 300;
const LEFT = 64;
const RIGHT = 24;
const TOP = 40;
const BOTTOM = 48;

/**
 * Draws y against x on straight axes from 0.
 *
 * @param unit of y
 */
export function curve(title: string, xName: string, unit: string, points: readonly Point[]): string {
  const mostX = Math.max(...points.map(([x]) => x));
  const mostY = Math.max(...points.map(([, y]) => y)) * 1.1;
  const x = (value: number): number => LEFT + (value / mostX) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / mostY) * (HEIGHT - TOP - BOTTOM);
  const lines = ticks(mostY).map(
    (tick) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}" class="grid"/>` +
      `<text x="${LEFT - 8}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${shown(tick)}</text>`,
  );
  const path = points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(" ");
  const dots = points.map(
    ([px, py]) =>
      `<circle cx="${x(px).toFixed(1)}" cy="${y(py).toFixed(1)}" r="4"><title>${shown(px)} ${xName}: ${shown(py)} ${unit}</title></circle>`,
  );
  // Values so close to each other that their labels would overlap are left to the dots' titles.
  let last = -Infinity;
  const names = points.flatMap(([px]) => {
    if (x(px) - last < 36) return [];
    last = x(px);
    return [
      `<text x="${x(px).toFixed(1)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${shown(px)}</text>`,
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${title}">
<style>text{font:12px system-ui,sans-serif;fill:#444}.title{font-weight:600;font-size:14px}.grid{stroke:#8884}polyline{fill:none;stroke:#2f6fd0;stroke-width:2}circle{fill:#2f6fd0}@media(prefers-color-scheme:dark){text{fill:#ccc}polyline{stroke:#7fb0ff}circle{fill:#7fb0ff}}</style>
<text x="${LEFT}" y="20" class="title">${title}, ${unit}</text>
${lines.join("\n")}
${names.join("\n")}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${xName}</text>
<polyline points="${path}"/>
${dots.join("\n")}
</svg>
`;
}

/** Four or five round numbers from 0. */
function ticks(most: number): number[] {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, tick) => tick * step);
}

const shown = (value: number): string =>
  value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });
