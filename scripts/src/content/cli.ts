import { parseArgs } from "node:util";
import { problemText, readPacks } from "./library.ts";
import { checkPack, duplicateIds } from "./rules.ts";
import { packStats, type Row } from "./stats.ts";

const usage = `Usage: npm run content -- check|stats|vectors [--json]

  check   validates the packs under scripts/content and looks for the usual flaws of items
  stats   counts questions per domain, task, type, state and key letter
  vectors writes the vectors of notes and golden questions, to be committed with them
  --json  one JSON object per line instead of text
`;

/** Where a command reads packs (default: those of this repository) and writes its output. */
export type Surroundings = { packs?: URL; out: (text: string) => void; err: (text: string) => void };

/** Runs a command line and returns its exit code: 0, 1 when check found something, 2 for a wrong command line. */
export async function run(args: string[], { packs, out, err }: Surroundings): Promise<number> {
  const line = parse(args);
  if (!line) {
    err(usage);
    return 2;
  }
  if (line.command === "vectors") {
    // With it comes the embedding model, which the others don't need.
    const { writeVectors } = await import("./vectors.ts");
    out((await writeVectors(packs)).join(""));
    return 0;
  }
  if (line.command === "stats") {
    const read = await readPacks(packs);
    for (const problem of read.problems) err(`${problemText(problem)}\n`);
    const rows = read.packs.flatMap(packStats);
    out(line.json ? jsonLines(rows) : table(rows));
    return read.problems.length > 0 ? 1 : 0;
  }
  const { findings, questions } = await check(packs);
  if (line.json) out(jsonLines(findings));
  else out(findings.map(findingText).join("") || `No findings in ${questions} questions.\n`);
  return findings.length > 0 ? 1 : 0;
}

function parse(args: string[]): { command: "check" | "stats" | "vectors"; json: boolean } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { json: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    const [command, ...more] = positionals;
    if (more.length > 0 || (command !== "check" && command !== "stats" && command !== "vectors")) {
      return undefined;
    }
    return { command, json: values.json };
  } catch {
    // parseArgs throws for an option that it does not know, which is as wrong as an unknown command.
    return undefined;
  }
}

type CheckRow = { exam?: string; rule: string; questionId?: string; message: string };

async function check(root?: URL): Promise<{ findings: CheckRow[]; questions: number }> {
  const { packs, problems } = await readPacks(root);
  return {
    findings: [
      ...problems.map((problem) => ({ rule: "schema", message: problemText(problem) })),
      ...packs.flatMap((pack) => checkPack(pack).map((finding) => ({ exam: pack.exam.id, ...finding }))),
      ...duplicateIds(packs),
    ],
    questions: packs.reduce((sum, pack) => sum + pack.entries.length, 0),
  };
}

const jsonLines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

const findingText = ({ exam, rule, questionId, message }: CheckRow) =>
  `${[exam, questionId, rule].filter((part) => part !== undefined).join(" ")}: ${message}\n`;

function table(rows: readonly Row[]): string {
  const cells = [
    ["exam", "group", "value", "observed", "expected"],
    ...rows.map(({ exam, group, value, observed, expected }) => [
      exam,
      group,
      value,
      // Ties for the longest option count for a share.
      String(Math.round(observed * 100) / 100),
      expected === undefined ? "" : expected.toFixed(1),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
