import { cpus, totalmem } from "node:os";
import { type BoardRow, unchanged } from "./boards.ts";
import type { BundleRow } from "./bundles.ts";
import type { RouteRow } from "./latency.ts";
import type { MockRow } from "./mocks.ts";
import type { PageRow } from "./pages.ts";
import type { SearchRow } from "./search.ts";
import { firstText, floorOfFirstText, type StreamRow } from "./streams.ts";

/** The measurements as a page of Markdown, with the machine that they were made on. */
export function report(
  rows: readonly (RouteRow | MockRow | PageRow | BoardRow | SearchRow | StreamRow | BundleRow)[],
): string {
  const routes = rows.filter((row) => row.bench === "routes");
  const mocks = rows.filter((row) => row.bench === "mocks");
  const pages = rows.filter((row) => row.bench === "pages");
  const boards = rows.filter((row) => row.bench === "boards");
  const search = rows.filter((row) => row.bench === "search");
  const streams = rows.filter((row) => row.bench === "streams");
  const bundles = rows.filter((row) => row.bench === "bundles");
  const [cpu, ...others] = cpus();
  const machine = `${others.length + 1} x ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}`;
  return [
    "# Benchmarks",
    "",
    `Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Times in milliseconds.`,
    ...(routes.length > 0 ? routeSection(routes) : []),
    ...(mocks.length > 0 ? mockSection(mocks) : []),
    ...(pages.length > 0 ? pageSection(pages) : []),
    ...(boards.length > 0 ? boardSection(boards) : []),
    ...(search.length > 0 ? searchSection(search) : []),
    ...(streams.length > 0 ? streamSection(streams) : []),
    ...(bundles.length > 0 ? bundleSection(bundles) : []),
    "",
  ].join("\n");
}

function routeSection(rows: readonly RouteRow[]): string[] {
  return [
    "",
    "## Routes",
    "",
    "Each route through the local cloud, one call at a time, in turns with the floor: the time in which the same handler's",
    "calls to DynamoDB were under way in one process, by the SDK alone. Calls a second: eight at a time, against the",
    "handlers in one process with no platform around them. Units are DynamoDB's own for one call.",
    "",
    ...table(
      [
        "route",
        "p50",
        "p95",
        "floor p50",
        "floor p95",
        "overhead",
        "ratio",
        "calls/s",
        "floor calls/s",
        "read units",
        "write units",
      ],
      rows.map((row) => [
        `\`${row.route}\``,
        row.p50,
        row.p95,
        row.floorP50,
        row.floorP95,
        row.overheadMs,
        row.ratio,
        row.perSecond,
        row.floorPerSecond,
        row.readUnits,
        row.writeUnits,
      ]),
    ),
    "",
    "Aims:",
    "",
    aim("overhead of at most 3 ms at p50", rows, (row) => row.overheadMs <= 3),
    aim("at most twice the floor at p50", rows, (row) => row.ratio <= 2),
  ];
}

function mockSection(rows: readonly MockRow[]): string[] {
  const ends = (step: string) => rows.filter((row) => row.step.endsWith(step));
  return [
    "",
    "## A full mock",
    "",
    "DynamoDB's request units of each step, by stores that have nothing in their caches yet. The bank has as many",
    "questions as its pack; starting reads all that a learner may be shown of them.",
    "",
    ...table(
      ["step", "read units", "write units"],
      rows.map((row) => [row.step, row.readUnits, row.writeUnits]),
    ),
    "",
    "Aims:",
    "",
    aim("starting reads at most 40 units", ends("start"), (row) => row.readUnits <= 40),
    aim("submitting writes at most 12 units", ends("submit"), (row) => row.writeUnits <= 12),
  ];
}

function pageSection(rows: readonly PageRow[]): string[] {
  const keys = rows.filter(({ what }) => what.includes("slower"));
  return [
    "",
    "## Pages",
    "",
    "In Chromium. Keys in a mock's runner: from the press to the next paint, to the 8 ms that the browser tells, and 16 ms",
    "where it tells nothing because it was quicker; beside them a key that means nothing, which is the floor. The report of",
    "a mock of 75 items: from the last byte of its data until it can be used.",
    "",
    ...table(
      ["what", "p50", "p95"],
      rows.map((row) => [row.what, row.p50, row.p95]),
    ),
    "",
    "Aims:",
    "",
    aim(
      "a key is answered within 50 ms at p95, on a processor four times slower",
      keys,
      (row) => row.p95 <= 50,
    ),
    aim(
      "the report opens within 300 ms",
      rows.filter((row) => !keys.includes(row)),
      (row) => row.p95 <= 300,
    ),
  ];
}

function boardSection(rows: readonly BoardRow[]): string[] {
  const operations = Map.groupBy(rows, (row) => row.operation);
  const ours = [...operations.values()].filter((sizes) => !sizes.some((row) => row.naive));
  const units = (row: BoardRow | undefined) => (row?.readUnits ?? 0) + (row?.writeUnits ?? 0);
  return [
    "",
    "## Boards",
    "",
    "One board of a cohort with so many members on it, through the store, one call at a time. Units are DynamoDB's own, the",
    "most that a call took. The naive way counts the rows above one's own, for members all over the board.",
    "",
    ...table(
      ["operation", "members", "read units", "write units", "p50", "p95"],
      [...operations.values()]
        .flat()
        .map((row) => [row.operation, row.members, row.readUnits, row.writeUnits, row.p50, row.p95]),
    ),
    "",
    "Aims:",
    "",
    aim(
      "no more units with the most members than with the fewest",
      ours,
      (sizes) => units(sizes.at(-1)) <= units(sizes[0]),
    ),
    aim(
      "an answer that nothing has changed costs 2.5 units",
      rows.filter((row) => row.operation === unchanged),
      (row) => units(row) <= 2.5,
    ),
  ];
}

function searchSection(rows: readonly SearchRow[]): string[] {
  return [
    "",
    "## Search",
    "",
    "A whole hybrid search in one index of made-up chunks of 130 words with vectors of 384 dimensions, one at a time: words,",
    "vectors, fusion and the five best passages, for questions of eight words. Making the question's vector is not in it.",
    "Filtered: by one task, which a twentieth of the chunks are about. Resident is what the process takes more after opening",
    "and 220 searches than before. MB are 10^6 bytes.",
    "",
    ...table(
      ["chunks", "p50", "p95", "filtered p50", "filtered p95", "open", "resident MB", "file MB"],
      rows.map((row) => [
        row.chunks,
        row.p50,
        row.p95,
        row.filteredP50,
        row.filteredP95,
        row.openMs,
        row.residentMB,
        row.fileMB,
      ]),
    ),
    "",
    "Aims:",
    "",
    aim(
      "a group's notes, of at most 10,000 chunks, are searched within 20 ms at p50",
      rows.filter((row) => row.chunks <= 10_000),
      (row) => row.p50 <= 20,
    ),
  ];
}

function streamSection(rows: readonly StreamRow[]): string[] {
  const p50Of = (what: string) => rows.find((row) => row.what === what)?.p50 ?? Number.NaN;
  const ratio = p50Of(firstText) / p50Of(floorOfFirstText);
  return [
    "",
    "## Streamed answers",
    "",
    "From the request to what comes, for 20 questions that the notes answer, one at a time, through gateway and function to",
    "the reader of the stream; in turns with the model server that the tutor asks, by the SDK alone. That is the local",
    "one: its guardrail, its embedding model, which makes vectors of the question and of the ten sentences that may answer it,",
    "and its extractive model, which says sentences and writes nothing. The platform also looks up membership, exam and",
    "limits, stores the question, finds passages and sentences, and begins a stream.",
    "",
    ...table(
      ["until", "p50", "p95"],
      rows.map((row) => [row.what, row.p50, row.p95]),
    ),
    "",
    `The first text takes ${ratio.toFixed(2)} times as long as the model server needs for its part of it, at p50.`,
  ];
}

function bundleSection(rows: readonly BundleRow[]): string[] {
  return [
    "",
    "## Bundles",
    "",
    "Minified code of each function, and the median time to import it in a new process, in turns with a handler that only",
    "makes a DynamoDB client. The ratio is the median of the pairs' ratios.",
    "",
    ...table(
      ["function", "kB", "import", "bare import", "ratio"],
      rows.map((row) => [row.function, row.kB, row.importMs, row.bareImportMs, row.ratio]),
    ),
    "",
    "Aims:",
    "",
    aim("at most 450 kB", rows, (row) => row.kB <= 450),
    aim("import at most 1.3 times the bare client's", rows, (row) => row.ratio <= 1.3),
  ];
}

/** How many rows meet an aim, as an item of a list. */
function aim<Row>(text: string, rows: readonly Row[], isMet: (row: Row) => boolean): string {
  return `- ${text}: met by ${rows.filter(isMet).length} of ${rows.length}`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  return [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows].map(
    (row) => `| ${row.join(" | ")} |`,
  );
}
