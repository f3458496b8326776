import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import * as z from "zod";
import { problemText, readPacks } from "../content/library.ts";
import { reliabilityChart } from "./readiness/chart.ts";
import { report, withFigures } from "./readiness/report.ts";
import { type Run, runs } from "./readiness/runs.ts";

const usage = `Usage: npm run eval -- readiness|tutor

npm run eval -- readiness [--exam ID] [--learners N] [--seed S] [--json]

  readiness   simulates learners and compares their estimated probability of passing with how they fare; fails when
              a baseline is not beaten, or where estimates are off by more than 5 points
  --exam      the id of a content pack (default: the one with the longest form)
  --learners  how many learners to simulate (default: 2000)
  --seed      where the random numbers start (default: 1)
  --json      one JSON object per line instead of tables

Without options the figures also go to docs/readiness.md and the chart to docs/images/readiness-calibration.svg.
Of tutor, npm run eval -- tutor --help tells more.
`;

const page = new URL("../../../docs/readiness.md", import.meta.url);
const chart = new URL("../../../docs/images/readiness-calibration.svg", import.meta.url);

interface Output {
  out: (text: string) => void;
  err: (text: string) => void;
}

/** Runs a command line and returns its exit code: 0, 1 when the estimate is not good enough, 2 for a wrong command line. */
export async function run(args: string[], { out, err }: Output): Promise<number> {
  const [command, ...rest] = args;
  if (command === "tutor") {
    // With it comes the embedding model, which the other doesn't need.
    const tutor = await import("./tutor/cli.ts");
    return tutor.run(rest, { out, err });
  }
  const line = parse(args);
  if (!line) {
    err(usage);
    return 2;
  }
  const { packs, problems } = await readPacks();
  for (const problem of problems) err(`${problemText(problem)}\n`);
  const exams = packs.map((pack) => pack.exam).sort((a, b) => b.scoredItems - a.scoredItems);
  const exam = exams.find(({ id }) => id === (line.exam ?? id));
  if (!exam) {
    err(`There is no exam ${line.exam}. There are: ${exams.map(({ id }) => id).join(", ")}.\n`);
    return 2;
  }

  const rows: Run[] = [];
  const others = exams.filter((other) => other !== exam);
  for (const row of runs(exam, others, line.learners, line.seed)) {
    rows.push(row);
    if (line.json) out(`${JSON.stringify(row, rounded)}\n`);
    else err(`evaluated ${row.name}\n`);
  }
  const asItIs = rows.filter((row) => row.table === "seeds");
  if (!line.json) {
    const figures = report(exam, line.learners, rows);
    out(`${figures}\n`);
    if (args.length === 1) {
      await writeFile(page, withFigures(await readFile(page, "utf8"), figures));
      await writeFile(chart, reliabilityChart(asItIs.map(({ tenths }) => tenths)));
    }
  }
  const failures = asItIs.flatMap(({ name, failures }) => failures.map((failure) => `${name}: ${failure}\n`));
  for (const failure of failures) err(failure);
  return failures.length > 0 ? 1 : 0;
}

const Line = z.object({
  command: z.tuple([z.literal("readiness")]),
  exam: z.string().optional(),
  learners: z.coerce.number().int().positive(),
  seed: z.coerce.number().int(),
  json: z.boolean(),
});

function parse(args: string[]): z.infer<typeof Line> | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: {
        exam: { type: "string" },
        learners: { type: "string", default: "2000" },
        seed: { type: "string", default: "1" },
        json: { type: "boolean", default: false },
      },
      allowPositionals: true,
    });
    return Line.safeParse({ ...values, command: positionals }).data;
  } catch {
    // parseArgs throws for an option that it does not know, which is as wrong as an unknown command.
    return undefined;
  }
}

/** Four digits say all that the simulation can tell. */
const rounded = (_: string, value: unknown) => (typeof value === "number" ? Number(value.toFixed(4)) : value);
