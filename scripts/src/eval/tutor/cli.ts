import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { embeddingModel } from "@lyceum/infra/local/bedrock/embedding/embed";
import * as z from "zod";
import { problemText, readPacks } from "../../content/library.ts";
import { type Askers, askAll, keptAnswers, memberAskers, NotNow, newAskers } from "./asking.ts";
import { indexOf, localEmbedding, type Place, placesOf, vectorFilesOf } from "./corpus.ts";
import type { GoldenQuestion } from "./golden.ts";
import { groupPlaces } from "./group-notes.ts";
import { judge, judgeAnswer } from "./judge.ts";
import { readOwnSet, WrongFile } from "./own-set.ts";
import { judgeModels, NoJudge, type Platform, platformAt } from "./platform.ts";
import { type About, figures, page, type Row } from "./report.ts";
import { evidenceOf, measureRetrieval, searches } from "./retrieval.ts";
import { answeredBy, scoreAnswers } from "./scoring.ts";

export const usage = `Usage: npm run eval -- tutor [--retrieval] [--fresh] [--judge] [--json] [--url URL [--data FOLDER]]
                          [--golden FILE.csv --cohort ID --accounts FILE.json]

  tutor       asks the tutor the golden set and compares its answers with the sentences that are known to answer
  --retrieval measures the search alone, without a platform
  --fresh     asks everything anew; otherwise answers of an interrupted run are kept
  --judge     lets a model judge the answers, where a language model is configured
  --json      one JSON object per line instead of tables
  --url       a platform that runs (default: one of its own); --data is its folder, which a judge needs
  --golden    an instructor's own set, on the notes of the group --cohort, asked by the members in --accounts

With the set of the repository, the figures also go to docs/evaluation.md.
`;

const document = new URL("../../../../docs/evaluation.md", import.meta.url);
const folder = new URL("../../../../.lyceum/eval/", import.meta.url);

interface Output {
  out: (text: string) => void;
  err: (text: string) => void;
}

const Line = z.object({
  retrieval: z.boolean(),
  fresh: z.boolean(),
  judge: z.boolean(),
  json: z.boolean(),
  url: z.url().optional(),
  data: z.string().optional(),
  own: z.object({ golden: z.string(), cohort: z.string(), accounts: z.string() }).optional(),
});
type Line = z.infer<typeof Line>;

const Accounts = z.array(z.object({ email: z.string(), password: z.string() })).min(1);

/** What is asked, of which notes, and by whom. */
interface Task {
  /** Of the file of answers. */
  name: string;
  golden: readonly GoldenQuestion[];
  places: readonly Place[];
  vectorFiles: readonly string[];
  askers(): Promise<Askers>;
}

/** Runs what follows `tutor` and returns the exit code: 0, 1 when it could not be measured, 2 for a wrong command line. */
export async function run(args: string[], output: Output): Promise<number> {
  const line = parse(args);
  if (!line) {
    output.err(usage);
    return 2;
  }
  // Started only when somebody has to be asked something.
  let started: Promise<Platform> | undefined;
  const platform = () => {
    started ??= platformAt(line.url === undefined ? undefined : { url: line.url, data: line.data });
    return started;
  };
  try {
    return await evaluate(line, platform, output);
  } catch (error) {
    if (!(error instanceof WrongFile) && !(error instanceof NotNow)) throw error;
    output.err(`${error.message}\n`);
    if (error instanceof NotNow) output.err("What is answered is kept: run it again later.\n");
    return 1;
  } finally {
    await (await started)?.stop();
  }
}

async function evaluate(
  line: Line,
  platform: () => Promise<Platform>,
  { out, err }: Output,
): Promise<number> {
  const task = line.own ? await ownTask(line.own, platform) : await packTask(platform, err);
  await mkdir(folder, { recursive: true });
  const embed = await localEmbedding(fileURLToPath(new URL("vectors.sqlite", folder)), task.vectorFiles);
  const index = await indexOf(task.places, embed);
  const rows: Row[] = [];
  const tell = (more: readonly Row[]) => {
    rows.push(...more);
    if (line.json) for (const row of more) out(`${JSON.stringify(row, rounded)}\n`);
  };
  const systems = { ...searches(index, embed), ...evidenceOf(index, embed) };
  tell(await measureRetrieval(systems, task.golden));
  index.close();

  const corpus = hashOf(task.places);
  const about: About = {
    date: new Date().toISOString().slice(0, 10),
    questions: {
      all: task.golden.length,
      absent: task.golden.filter(({ needs }) => needs.length === 0).length,
    },
    notes: new Set(task.places.map(({ passage }) => passage.noteId)).size,
    chunks: task.places.length,
    corpus,
    embeddings: embeddingModel,
    answeredBy: [],
  };
  const kept = keptAnswers(fileURLToPath(new URL(`${task.name}.jsonl`, folder)), corpus);
  if (!line.retrieval) {
    if (line.fresh) await kept.clear();
    const scored = await askAll(task.golden, task.askers, kept, err);
    about.answeredBy = answeredBy(scored);
    tell(scoreAnswers(scored));
    if (line.judge) {
      try {
        const { models, name } = await judgeModels((await platform()).data);
        const { cohortId } = await task.askers();
        tell(await judge(models, scored, cohortId, err));
        about.judge = `${name}, prompt ${judgeAnswer.name}@${judgeAnswer.version}`;
      } catch (error) {
        if (!(error instanceof NoJudge)) throw error;
        err(`${error.message}\n`);
      }
    }
  }
  if (!line.json) out(`${figures(about, rows)}\n`);
  if (!line.own && !line.retrieval) await writeFile(document, page(about, rows));
  // Nothing was interrupted: the next run asks anew, because a prompt or a model may be another one by then.
  if (!line.retrieval) await kept.clear();
  return 0;
}

/** The set of the first pack that has one. */
async function packTask(platform: () => Promise<Platform>, err: Output["err"]): Promise<Task> {
  const { packs, problems } = await readPacks();
  for (const problem of problems) err(`${problemText(problem)}\n`);
  const pack = packs.find(({ golden }) => golden !== undefined);
  if (!pack) throw new WrongFile("no content pack has a golden set");
  const { exam, golden = [], notes = [] } = pack;
  return {
    name: exam.id,
    golden,
    places: placesOf(notes),
    vectorFiles: vectorFilesOf(exam.id),
    async askers() {
      await platform();
      return newAskers(exam.id);
    },
  };
}

async function ownTask(
  { golden, cohort, accounts }: NonNullable<Line["own"]>,
  platform: () => Promise<Platform>,
): Promise<Task> {
  const people = Accounts.safeParse(parsed(await textOf(accounts)));
  if (!people.success) throw new WrongFile(`${accounts} is no list of { "email", "password" }`);
  await platform();
  const askers = await memberAskers(cohort, people.data);
  const places = await groupPlaces((await askers.next()).client, cohort);
  return {
    name: cohort,
    golden: readOwnSet(await textOf(golden), places),
    places,
    vectorFiles: [],
    askers: async () => askers,
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new WrongFile(error instanceof Error ? error.message : String(error));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const hashOf = (places: readonly Place[]): string =>
  createHash("sha256").update(JSON.stringify(places)).digest("hex").slice(0, 12);

function parse(args: string[]): Line | undefined {
  try {
    const flag = { type: "boolean", default: false } as const;
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      args,
      options: {
        retrieval: flag,
        fresh: flag,
        judge: flag,
        json: flag,
        url: text,
        data: text,
        golden: text,
        cohort: text,
        accounts: text,
      },
    });
    const { golden, cohort, accounts, ...others } = values;
    const isOwn = [golden, cohort, accounts].some((value) => value !== undefined);
    // A group is on a platform that runs.
    if (isOwn && others.url === undefined) return undefined;
    return Line.safeParse({ ...others, ...(isOwn && { own: { golden, cohort, accounts } }) }).data;
  } catch {
    // parseArgs throws for an option that it does not know, which is as wrong as an unknown command.
    return undefined;
  }
}

/** Four digits say all that a hundred questions can tell. */
const rounded = (_: string, value: unknown) => (typeof value === "number" ? Number(value.toFixed(4)) : value);
