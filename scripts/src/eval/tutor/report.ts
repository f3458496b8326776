import { cpus, loadavg, totalmem } from "node:os";
import type { Estimate } from "./measures.ts";
import type { RetrievalRow } from "./retrieval.ts";
import type { AnswerRow } from "./scoring.ts";

/** What was measured, and by what. */
export interface About {
  date: string;
  questions: { all: number; absent: number };
  notes: number;
  chunks: number;
  /** The first digits of a hash of all passages. */
  corpus: string;
  embeddings: string;
  /** Models with prompts; none where nothing was asked. */
  answeredBy: readonly string[];
  /** Of the answers, by whom or why not. */
  judge?: string;
}

export type Row = RetrievalRow | AnswerRow;

/** The measurements in Markdown, without a title. */
export function figures(about: About, rows: readonly Row[]): string {
  const retrieval = rows.filter((row) => row.table === "retrieval");
  const answers = rows.filter((row) => row.table === "answers");
  return [
    ...aboutSection(about),
    ...retrievalSection(retrieval),
    ...(answers.length > 0 ? answerSection(answers) : []),
    "",
  ].join("\n");
}

/** The page docs/evaluation.md. */
export const page = (about: About, rows: readonly Row[]): string =>
  `# Evaluation of the tutor\n\n${introduction}\n\n${figures(about, rows)}`;

const introduction = `Made by \`npm run eval -- tutor\`: the golden set (\`scripts/content/aip-c01/golden\`) is asked, and what comes back is
compared with the sentences that are known to answer. Whoever changes the search, a prompt, a model or the notes runs it
again. A test fails when hybrid recall@5 falls two points below \`golden.figures.json\`.

A question has one or more *needs*: things that an answer must say, each of them with the sentences of the notes any one
of which says it. Brackets hold 95 % intervals: 2,000 bootstrap samples of questions, and Wilson's where all questions
came out the same. They tell how far the figure might be off with other questions of this kind over these notes, and
nothing about other notes. The threshold of refusal was chosen with the whole set in view (decision 16): how many
answerable questions are refused is a choice rather than a finding. Who tunes anything from now on does so on the half
\`tune\`; *half for tests* is the other one.

An instructor's own set: \`npm run eval -- tutor --golden set.csv --cohort ID --accounts accounts.json --url URL\`. The CSV
file has the columns \`question\`, \`kind\` (fact, which, why, how, number, difference; near or far for what the notes don't
answer), \`note\` (its title) and \`sentence\` (as it stands in the note); several rows with the same question are several
needs. \`accounts.json\` is a list of \`{ "email", "password" }\` of members, who ask in turn: thirty questions an hour each.`;

const aboutSection = (about: About): string[] => [
  "| | |",
  "|---|---|",
  ...[
    ["date", about.date],
    [
      "golden set",
      `${about.questions.all} questions, ${about.questions.absent} of them not answered by the notes`,
    ],
    ["index", `${about.chunks} passages of ${about.notes} notes, contents ${about.corpus}`],
    ["embedding model", about.embeddings],
    ...about.answeredBy.map((by, at) => [at === 0 ? "answered by" : "", by]),
    ...(about.judge ? [["judge", about.judge]] : []),
    ["machine", machine()],
  ].map((cells) => `| ${cells.join(" | ")} |`),
];

function machine(): string {
  const [cpu, ...others] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  // More than there are processors: others were at work, and times are longer than they need be.
  const load = `${(loadavg()[1] ?? 0).toFixed(1)} processes wanting to run`;
  return `${others.length + 1} x ${cpu?.model.trim()}, ${memory} GiB, Node ${process.versions.node}, ${process.platform}, ${load}`;
}

function retrievalSection(rows: readonly RetrievalRow[]): string[] {
  const groups = [...new Set(rows.map(({ of }) => of))];
  const inOrder = groups.flatMap((group) => rows.filter(({ of }) => of === group));
  return [
    "",
    "## Search",
    "",
    "How well the passages are ranked, for the questions that the notes answer. *recall@5*: the share of the needs that the",
    "first five passages meet. *nDCG@10*: the same of ten, where later places count less. *MRR*: 1 by the place of the first",
    "passage that meets any need. *Hybrid, then sentences* is what the tutor reads from. It is measured against the",
    "sentences that were marked; a passage that answers as well and was not marked counts as wrong.",
    "",
    ...table(
      ["questions", "n", "search", "recall@5", "nDCG@10", "MRR"],
      inOrder.map((row) => [
        row.of,
        String(row.recall5.n),
        row.system,
        share(row.recall5),
        share(row.ndcg10),
        share(row.mrr),
      ]),
    ),
  ];
}

/** What each measure means, and what it doesn't, in the order of the table. */
const meanings: Readonly<Record<string, string>> = {
  "passages that answer, among those shown":
    "needs met by the passages that the answer was made from: no answer can be better than these",
  "answered, of what the notes answer": "the rest was refused, declined or failed, wrongly",
  "faithfulness, by the tutor's own checks":
    "claims that the tutor's checks found supported. The built-in model says sentences of the notes word for word, so with it this is high by construction, and says little",
  "faithfulness, by the golden sentences":
    "claims that cite a passage with a golden sentence. Lower than the truth: a claim beside the point can be true and well cited",
  "coverage of the golden sentences":
    "content words of the sentences that answer which the text has, of all that the notes answer; what was refused covers nothing. Right answers in other words cover less",
  "whole golden answer in the text":
    "answers in which for every need at least 80 % of such a sentence's content words are there",
  "citation precision": "cited passages that hold a golden sentence",
  "citation recall": "needs whose passage is cited",
  "refusal precision": "of what was refused, what the notes really don't answer",
  "refusal recall": "of what the notes don't answer, what was refused",
  "refusal recall, near": "the same for questions about the same services, which look answerable",
  "refusal recall, far": "the same for questions about something else",
  "failed or declined": "no answer at all, of all questions",
  "first text, ms, p50": "from the request to the first text, as the one who asks waits for it",
  "first text, ms, p95": "the same, for the slowest of twenty",
  "whole answer, ms, p50": "from the request to the end of the stream",
  "whole answer, ms, p95": "the same, for the slowest of twenty",
  "input tokens": "of all models, for each question",
  "output tokens": "of all models, for each question",
  "US dollars":
    "of models and guardrails at list prices, for each question; on one machine, neither costs anything",
  "judged fully correct": "by a model, against the reference answer: worth as much as that model's judgement",
  "judged at least partly correct": "the same",
  "judged supported": "by a model, from the cited passages",
};

function answerSection(rows: readonly AnswerRow[]): string[] {
  const groups = [...new Set(rows.map(({ of }) => of))];
  const measures = [...new Set(rows.map(({ measure }) => measure))];
  const cell = (measure: string, of: string) => {
    const row = rows.find((each) => each.measure === measure && each.of === of);
    return row ? shown(measure, row.estimate) : "";
  };
  return [
    "",
    "## Answers",
    "",
    "Each question was asked through the API, alone in a conversation, one after the other.",
    "",
    ...table(
      ["measure", ...groups],
      measures.map((measure) => [measure, ...groups.map((of) => cell(measure, of))]),
    ),
    "",
    ...measures.map((measure) => `- **${measure}**: ${meanings[measure] ?? "see the source"}.`),
  ];
}

function shown(measure: string, value: Estimate): string {
  if (measure === "US dollars") return between(value, (each) => each.toFixed(4));
  if (measure.includes(", ms,") || measure.endsWith("tokens"))
    return between(value, (each) => each.toFixed(0));
  return share(value);
}

const share = (value: Estimate): string => between(value, (each) => each.toFixed(3).replace(/^0/, ""));

const between = ({ value, low, high }: Estimate, text: (value: number) => string): string =>
  `${text(value)} (${text(low)}-${text(high)})`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows].map(
    (row) => `| ${row.join(" | ")} |`,
  );
