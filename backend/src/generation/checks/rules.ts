import type { ExamProfile } from "@lyceum/shared/exams";
import type { Citation, Passage } from "@lyceum/shared/notes";
import { DraftItem, type MadeBy } from "@lyceum/shared/questions";
import type { Check } from "@lyceum/shared/review";
import * as lint from "../../questions/lint/rules.ts";
import { isCorrect } from "../../questions/rules.ts";

// What is said of an item by rule alone, and what is made of models' answers.

/** An item as a model writes it: with citations by the number of the passage. */
interface Written extends Record<string, unknown> {
  constraints: readonly string[];
  citations: readonly { passage: number; quote: string }[];
}

/** What became of something written. */
export interface Drafted {
  /** Absent where it has not the form of an item. */
  item?: DraftItem;
  problems: string[];
}

/** Makes an item of what a model has written, with citations of the notes. What is wrong with it is said in words. */
export function draftOf(written: Written, passages: readonly Passage[]): Drafted {
  const cited = written.citations.map(({ passage, quote }) => {
    const found = passages[passage];
    return found && stands(quote, found) ? { citation: citationOf(found, quote) } : { quote };
  });
  const lost = cited.flatMap(({ quote }) =>
    quote === undefined
      ? []
      : [`The passages do not have the words that it cites: “${quote.slice(0, 200)}”.`],
  );
  const parsed = DraftItem.safeParse({
    ...written,
    constraints: knownConstraints(written.constraints),
    references: [],
    citations: cited.flatMap(({ citation }) => citation ?? []).slice(0, 5),
  });
  if (parsed.success) return { item: parsed.data, problems: lost };
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "It"}: ${message}.`);
  return { problems: [...lost, ...problems] };
}

const citationOf = ({ noteId, version, ordinal, cohortId, noteTitle }: Passage, quote: string): Citation => ({
  noteId,
  version,
  ordinal,
  cohortId,
  title: noteTitle.slice(0, 300),
  quote: quote.slice(0, 600),
});

/** What the schema doesn't know is left out: it says nothing about the item. */
function knownConstraints(constraints: readonly string[]): string[] {
  const known = DraftItem.options.flatMap(({ shape }) => shape.constraints.element.options);
  return [...new Set(constraints)].filter((one) => known.some((other) => other === one)).slice(0, 8);
}

const spaced = (text: string) => text.replace(/\s+/g, " ").trim();
/** Without what Markdown marks words with: a quote is of the words. */
const bare = (text: string) => spaced(text.replace(/[*_`]|\[([^\]]*)\]\([^)]*\)/g, "$1"));

/** Whether words stand in a passage, whatever its line breaks and marks. */
const stands = (quote: string, { text }: Pick<Passage, "text">): boolean =>
  spaced(quote) !== "" && (spaced(text).includes(spaced(quote)) || bare(text).includes(bare(quote)));

/** These make an item unfit; the others are for a reviewer to weigh. */
const flaws = {
  "all-or-none": lint.allOrNone,
  "named-position": lint.namedPosition,
  "choose-hint": lint.chooseHint,
};
const matters = {
  "negative-stem": lint.negativeStem,
  "option-lengths": lint.optionLengths,
  "short-rationale": lint.shortRationales,
};

/**
 * What rules alone say of an item: its form, its quotes, the lint and what the exam uses.
 * @param problems of making it
 */
export function ruleChecks(
  item: DraftItem,
  {
    passages,
    exam,
    taskId,
    problems = [],
  }: {
    passages: readonly Passage[];
    exam: ExamProfile;
    taskId: string;
    problems?: readonly string[];
  },
): Check[] {
  return [schemaCheck(item, passages, problems), lintCheck(item), profileCheck(item, exam, taskId)];
}

function schemaCheck(item: DraftItem, passages: readonly Passage[], problems: readonly string[]): Check {
  const lost = (item.citations ?? []).filter((citation) => {
    const passage = passages.find(
      ({ noteId, version, ordinal }) =>
        noteId === citation.noteId && version === citation.version && ordinal === citation.ordinal,
    );
    return !passage || !stands(citation.quote, passage);
  });
  const all = [
    ...problems,
    ...lost.map(({ quote }) => `The passages do not have the words that it cites: “${quote.slice(0, 200)}”.`),
  ];
  return all.length > 0
    ? { name: "schema", verdict: "failed", message: all.join(" ") }
    : { name: "schema", verdict: "passed", message: "Its form is right, and its quotes stand in the notes." };
}

function lintCheck(item: DraftItem): Check {
  const found = (rules: typeof flaws | typeof matters) => Object.values(rules).flatMap((rule) => rule(item));
  const [bad, odd] = [found(flaws), found(matters)];
  const verdict = bad.length > 0 ? "failed" : odd.length > 0 ? "warning" : "passed";
  const message = [...bad, ...odd].map((text) => `${text}.`).join(" ");
  return { name: "lint", verdict, message: message || "None of the usual flaws of items." };
}

function profileCheck(item: DraftItem, exam: ExamProfile, taskId: string): Check {
  const hasTask = exam.domains.some((domain) => domain.tasks.some(({ id }) => id === taskId));
  if (!hasTask) return { name: "scope", verdict: "failed", message: `The exam has no task ${taskId}.` };
  return exam.itemTypes[item.type] === undefined
    ? { name: "scope", verdict: "failed", message: `The exam has no questions of type ${item.type}.` }
    : {
        name: "scope",
        verdict: "passed",
        message: `Task ${taskId} is one of the exam's, and so is the type.`,
      };
}

/** All that an item claims: what decides, and each sentence of the rationales. */
export function claimsOf(item: DraftItem): string[] {
  return [...new Set([item.decidedBy, ...item.options.flatMap(({ rationale }) => sentencesIn(rationale))])];
}

/** Sentences, of which one that quotes others is whole. */
function sentencesIn(text: string): string[] {
  const sentences: string[] = [];
  let open = "";
  for (const part of text.split(/(?<=[.!?][”"’]?)\s+(?=\p{Lu}|[“"‘])/u)) {
    open = open ? `${open} ${part}` : part;
    const count = (mark: string) => open.split(mark).length - 1;
    if (count("“") <= count("”")) {
      sentences.push(open);
      open = "";
    }
  }
  return [...sentences, open].map((one) => one.trim()).filter((one) => one !== "");
}

interface Support {
  supported: boolean;
  passage: number | null;
  sentence: string | null;
}

/** @param supports one for each claim; a claim that was not judged is not supported */
export function groundedCheck(claims: readonly string[], supports: readonly Support[], by: MadeBy): Check {
  const judged = claims.map((text, place) => {
    const { supported = false, passage = null, sentence = null } = supports[place] ?? {};
    return { text, supported, passage, sentence };
  });
  const loose = judged.filter(({ supported }) => !supported).length;
  const message =
    loose === 0
      ? `All ${judged.length} claims are supported by the notes.`
      : `${loose} of ${judged.length} claims are not supported by the notes.`;
  return { name: "grounded", verdict: loose === 0 ? "passed" : "failed", message, claims: judged, by };
}

export function keyCheck(item: DraftItem, answer: NonNullable<Check["answer"]>, by: MadeBy): Check {
  const agrees = isCorrect(item.key, answer.response);
  const message = agrees
    ? "Somebody who has not seen the key answers the same."
    : "Somebody who has not seen the key answers otherwise.";
  return { name: "key", verdict: agrees ? "passed" : "failed", message, answer, by };
}

export function scopeCheck(
  byRule: Check,
  { inScope, reason }: { inScope: boolean; reason: string },
  by: MadeBy,
): Check {
  if (byRule.verdict === "failed") return byRule;
  return { name: "scope", verdict: inScope ? "passed" : "failed", message: reason, by };
}

interface Screened {
  blocked: readonly string[];
  personalData: readonly { kind: string; text: string }[];
}

export function safetyCheck({ blocked, personalData }: Screened, sources: readonly string[]): Check {
  const found = personalData.map(
    ({ kind, text }) => `Personal data (${kind.replaceAll("_", " ")}): ${text}.`,
  );
  const all = [...blocked, ...found];
  if (all.length > 0) return { name: "safety", verdict: "failed", message: all.join(" ") };
  if (sources.length > 0) {
    return {
      name: "safety",
      verdict: "warning",
      message: `What it was written from may be meant to steer the model, so read it with care. ${sources.join(" ")}`,
    };
  }
  return { name: "safety", verdict: "passed", message: "Nothing unfit, and no personal data." };
}

/**
 * Cosines of stem and key together. With all-MiniLM-L6-v2, of the 150 seed items of one exam two on the same task have .21
 * to .60 (5th to 95th percentile), and the nearest two of all .71: both limits are well above what different items have.
 * What one item in other words has is not measured. Other models are stricter or laxer: look again.
 */
const sameFrom = 0.93;
const likeFrom = 0.85;
const mostSimilar = 3;

export interface Compared {
  questionId: string;
  stem: string;
  vector: Float32Array;
}

export function duplicateCheck(vector: Float32Array, others: readonly Compared[]): Check {
  const similar = others
    .map(({ questionId, stem, vector: other }) => ({
      questionId,
      stem,
      similarity: Math.min(1, Math.max(0, cosine(vector, other))),
    }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, mostSimilar);
  const nearest = similar[0]?.similarity ?? 0;
  if (nearest >= sameFrom)
    return {
      name: "duplicate",
      verdict: "failed",
      message: "There is nearly the same question already.",
      similar,
    };
  if (nearest >= likeFrom)
    return {
      name: "duplicate",
      verdict: "warning",
      message: "There is a question that is much like it.",
      similar,
    };
  return { name: "duplicate", verdict: "passed", message: "No other question is much like it.", similar };
}

/** Of vectors of length 1; of those of two models, 0. */
const cosine = (a: Float32Array, b: Float32Array): number =>
  a.length === b.length ? a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0) : 0;

/** The checks that failed, in words for whoever writes it again. */
export function problemsOf(checks: readonly Check[]): string[] {
  return checks
    .filter(({ verdict }) => verdict === "failed")
    .flatMap(({ name, message, claims = [], answer, similar = [] }) => [
      `${name}: ${message}`,
      ...claims.filter(({ supported }) => !supported).map(({ text }) => `not supported: ${text}`),
      ...(answer ? [`the other answer's reason: ${answer.reason}`] : []),
      ...(name === "duplicate" ? similar.slice(0, 1).map(({ stem }) => `too much like: ${stem}`) : []),
    ]);
}

export const namesBy = (checks: readonly Check[], verdict: Check["verdict"]) =>
  checks.filter((check) => check.verdict === verdict).map(({ name }) => name);

/** What checks have found, in a line. */
export function inWords(checks: readonly Check[]): string {
  const list = (verdict: Check["verdict"], word: string) => {
    const names = namesBy(checks, verdict);
    return names.length > 0 ? [`${word}: ${names.join(", ")}`] : [];
  };
  return [
    ...list("passed", "passed"),
    ...list("warning", "warning"),
    ...list("failed", "failed"),
    ...list("unknown", "not made"),
  ].join("; ");
}
