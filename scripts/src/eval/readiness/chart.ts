import { mean, type Tenth } from "./calibration.ts";

const size = { width: 640, height: 720 };
/** The square with estimates from left to right and observed shares upwards, and the bars below it. */
const plot = { left: 80, top: 84, side: 480 };
const bars = { top: 606, height: 60 };

const x = (estimate: number) => plot.left + plot.side * estimate;
const y = (observed: number) => plot.top + plot.side * (1 - observed);
const at = (value: number) => value.toFixed(1);

/**
 * A reliability diagram as SVG: for each tenth of the estimates, the share that passed; the mean over the given tables as
 * a dot, their extremes as a line, and the mean number of lives as a bar. It is readable on light and dark pages.
 */
export function reliabilityChart(tables: readonly (readonly Tenth[])[]): string {
  const groups = [...Map.groupBy(tables.flat(), ({ from }) => from)]
    .sort(([a], [b]) => a - b)
    .map(([from, tenths]) => ({
      from,
      lives: tenths.reduce((sum, { cases }) => sum + cases, 0) / tables.length,
      estimate: mean(tenths, (tenth) => tenth.estimate),
      observed: mean(tenths, (tenth) => tenth.observed),
      least: Math.min(...tenths.map(({ observed }) => observed)),
      most: Math.max(...tenths.map(({ observed }) => observed)),
    }));
  const most = Math.max(1, ...groups.map(({ lives }) => lives));
  const furthest = Math.max(0, ...groups.map(({ estimate, observed }) => Math.abs(estimate - observed)));
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="title description">`,
    `<title id="title">Readiness: estimated probability of passing and share that passed</title>`,
    `<desc id="description">For each tenth of the estimates, the share of simulated exams that were passed. Over ${tables.length} seeds the dots are at most ${at(100 * furthest)} points away from the diagonal, where estimate and share are the same; the band around it is 5 points wide to each side.</desc>`,
    "<style>",
    "svg { --page: #ffffff; --ink: #1d2529; --quiet: #5b6870; --line: #d5dce0; --band: #d7eaef; --dot: #1f6579 }",
    "@media (prefers-color-scheme: dark) { svg { --page: #181d20; --ink: #e6ebee; --quiet: #9aa4ac; --line: #343d43; --band: #103b47; --dot: #83bfce } }",
    "text { font: 15px system-ui, sans-serif; fill: var(--quiet) }",
    ".head { font-size: 19px; font-weight: 650; fill: var(--ink) }",
    ".page { fill: var(--page) } .band { fill: var(--band) } .dot, .bar { fill: var(--dot) }",
    ".grid { stroke: var(--line) } .same { stroke: var(--quiet); stroke-dasharray: 5 5 } .range { stroke: var(--dot); stroke-width: 2 }",
    "</style>",
    `<rect class="page" width="${size.width}" height="${size.height}" rx="8"/>`,
    `<text class="head" x="24" y="36">What was estimated, and what came of it</text>`,
    `<text x="24" y="60">Simulated learners. Dots: mean of ${tables.length} seeds; lines: extremes; band: 5 points</text>`,
    `<clipPath id="plot"><rect x="${plot.left}" y="${plot.top}" width="${plot.side}" height="${plot.side}"/></clipPath>`,
    `<polygon class="band" clip-path="url(#plot)" points="${[
      [0, 0.05],
      [1, 1.05],
      [1, 0.95],
      [0, -0.05],
    ]
      .map(([estimate = 0, observed = 0]) => `${at(x(estimate))},${at(y(observed))}`)
      .join(" ")}"/>`,
    ...ticks.flatMap((tick) => [
      line("grid", x(tick), y(0), x(tick), y(1)),
      line("grid", x(0), y(tick), x(1), y(tick)),
      `<text x="${at(x(0) - 10)}" y="${at(y(tick) + 5)}" text-anchor="end">${100 * tick}</text>`,
      `<text x="${at(x(tick))}" y="${at(y(0) + 24)}" text-anchor="middle">${100 * tick}</text>`,
    ]),
    line("same", x(0), y(0), x(1), y(1)),
    ...groups.flatMap(({ estimate, observed, least, most }) => [
      line("range", x(estimate), y(least), x(estimate), y(most)),
      `<circle class="dot" cx="${at(x(estimate))}" cy="${at(y(observed))}" r="6"/>`,
    ]),
    `<text transform="translate(26 ${plot.top + plot.side / 2}) rotate(-90)" text-anchor="middle">exams passed, %</text>`,
    ...groups.map(({ from, lives }) => {
      const height = (bars.height * lives) / most;
      return `<rect class="bar" x="${at(x(from) + 3)}" y="${at(bars.top + bars.height - height)}" width="${at(plot.side / 10 - 6)}" height="${at(height)}"/>`;
    }),
    `<text x="${at(x(0) - 10)}" y="${bars.top + 12}" text-anchor="end">${Math.round(most)}</text>`,
    `<text x="${at(x(0) - 10)}" y="${bars.top + bars.height}" text-anchor="end">0</text>`,
    `<text x="${at(x(0.5))}" y="${size.height - 22}" text-anchor="middle">estimated probability of passing, % (bars: lives per seed)</text>`,
    "</svg>",
    "",
  ].join("\n");
}

const line = (name: string, x1: number, y1: number, x2: number, y2: number) =>
  `<line class="${name}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`;
