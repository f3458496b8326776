import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type BoardRow, boardRows } from "./boards.ts";
import { type BundleRow, bundleRows } from "./bundles.ts";
import type { RouteRow } from "./latency.ts";
import { type MockRow, mockRows } from "./mocks.ts";
import { type PageRow, pageRows } from "./pages.ts";
import { measureRoutes } from "./platform.ts";
import { report } from "./report.ts";
import { type SearchRow, searchRows } from "./search.ts";
import { type StreamRow, streamRows } from "./streams.ts";

// `npm run bench [-- NAME...] [--json]`: measures, and says what it measured. Without names, all of it, and the tables
// go to docs/benchmarks.md. With --json, each row is a line of JSON on standard output and no file is written.

export type Row = RouteRow | BundleRow | MockRow | PageRow | BoardRow | SearchRow | StreamRow;

const benches: Record<string, () => AsyncGenerator<Row>> = {
  routes: measureRoutes,
  mocks: mockRows,
  pages: pageRows,
  boards: boardRows,
  search: searchRows,
  streams: streamRows,
  bundles: bundleRows,
};

const reportFile = new URL("../../../docs/benchmarks.md", import.meta.url);

const { values, positionals } = parseArgs({
  options: { json: { type: "boolean", default: false } },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.filter((name) => !(name in benches));

if (unknown.length > 0) {
  console.error(`No bench ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}.`);
  process.exitCode = 2;
} else {
  const rows: Row[] = [];
  for (const name of names) {
    for await (const row of benches[name]?.() ?? []) {
      rows.push(row);
      if (values.json) console.log(JSON.stringify(row));
      else console.error(`measured ${nameOf(row)}`);
    }
  }
  if (!values.json) {
    const text = report(rows);
    console.log(text);
    if (positionals.length === 0) await writeFile(reportFile, text);
  }
}

function nameOf(row: Row): string {
  switch (row.bench) {
    case "routes":
      return row.route;
    case "mocks":
      return row.step;
    case "pages":
    case "streams":
      return row.what;
    case "search":
      return `search, ${row.chunks} chunks`;
    case "boards":
      return `${row.operation}, ${row.members} members`;
    case "bundles":
      return row.function;
  }
}
