import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bedrock, type Exchange } from "@lyceum/backend/aws/bedrock";
import { modelsFor, readModelsConfig } from "@lyceum/backend/models/config";
import { embedBatch } from "@lyceum/backend/models/embedding";
import { exchangeOf, questionOf } from "@lyceum/backend/models/request";
import { type AnswerInput, answerQuestion, titleOf } from "@lyceum/backend/tutor/prompts/answer-question";
import type { AnswerCitation, RetrievedPassage } from "@lyceum/shared/tutor";
import { ulid } from "ulid";
import { readPacks } from "../content/library.ts";
import { newCohort } from "../testing/cohorts.ts";
import { startLocalCloud } from "../testing/local-cloud.ts";
import { newPerson, type Person } from "../testing/people.ts";
import { platformVariable } from "../testing/platform.ts";
import { streamedTo } from "../testing/streams.ts";
import { quantile, rounded } from "./statistics.ts";

export interface StreamRow {
  bench: "streams";
  what: string;
  /** Milliseconds. */
  p50: number;
  p95: number;
  /** Whether it is the model server alone, without the platform. */
  floor: boolean;
}

const rounds = 20;
const warmUp = 3;
/** How many sentences the tutor compares with a question. */
const mostSentences = 10;
/** A learner may ask thirty an hour. */
const mostQuestions = 30;

/** Until the first text of an answer, through the platform and from the model server alone. */
export const firstText = "the first text of the answer";
export const floorOfFirstText = "the model server: guardrail, eleven vectors, first text";

/** How soon the tutor begins to answer, in turns with the model server that it asks. */
export async function* streamRows(): AsyncGenerator<StreamRow> {
  const data = await mkdtemp(join(tmpdir(), "lyceum-bench-"));
  const cloud = await startLocalCloud({ data });
  try {
    process.env.LYCEUM_URL = cloud.url;
    process.env.LYCEUM_DATA = data;
    const person = await newPerson();
    const { id: cohortId } = await newCohort(person);
    const ask = await modelServer();
    const platform: Heard[] = [];
    const floor: Floor[] = [];
    for (const question of await questions()) {
      if (platform.length === rounds + warmUp) break;
      const heard = await answered(person, cohortId, question);
      // The tutor finds that the notes don't answer it.
      if (heard.textMs === 0) continue;
      platform.push(heard);
      // In other words, or its vector would be known already.
      floor.push(await ask(`${question} Explain.`, heard));
    }
    const row = (what: string, times: number[], isFloor: boolean): StreamRow => ({
      bench: "streams",
      what,
      p50: rounded(quantile(times, 0.5), 1),
      p95: rounded(quantile(times, 0.95), 1),
      floor: isFloor,
    });
    const of = <T>(sample: readonly T[], pick: (one: T) => number) => sample.slice(warmUp).map(pick);
    yield row(
      "the passages, which are the first event",
      of(platform, (one) => one.passagesMs),
      false,
    );
    yield row(
      firstText,
      of(platform, (one) => one.textMs),
      false,
    );
    yield row(
      "the end, with every claim checked",
      of(platform, (one) => one.endMs),
      false,
    );
    yield row(
      "the model server: first text alone",
      of(floor, (one) => one.textMs),
      true,
    );
    yield row(
      floorOfFirstText,
      of(floor, (one) => one.allMs),
      true,
    );
  } finally {
    await cloud.stop();
    await rm(data, { recursive: true, force: true });
  }
}

/** Questions that the notes answer, a few more than are needed. */
async function questions(): Promise<string[]> {
  const { packs } = await readPacks();
  const answerable = packs
    .flatMap(({ golden = [] }) => golden)
    .filter(({ expects, style }) => expects === "one_note" && style === "plain");
  return answerable.slice(0, mostQuestions).map(({ question }) => question);
}

interface Heard {
  passagesMs: number;
  /** 0 where there was no text. */
  textMs: number;
  endMs: number;
  passages: readonly RetrievedPassage[];
  citations: readonly AnswerCitation[];
}

/** Asks the tutor, and tells when what came. */
async function answered(person: Person, cohortId: string, question: string): Promise<Heard> {
  const heard: Heard = { passagesMs: 0, textMs: 0, endMs: 0, passages: [], citations: [] };
  const start = performance.now();
  const since = () => performance.now() - start;
  const events = streamedTo(person)("POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers", {
    params: { cohortId, conversationId: `cnv_${ulid()}` },
    body: { id: `ans_${ulid()}`, question },
  });
  for await (const event of events) {
    if (event.event === "passages") Object.assign(heard, { passagesMs: since(), passages: event.passages });
    if (event.event === "text") heard.textMs ||= since();
    if (event.event === "citations") heard.citations = event.citations;
  }
  heard.endMs = since();
  return heard;
}

interface Floor {
  /** Until the first text, of this request alone and with those that have to come before it. */
  textMs: number;
  allMs: number;
}

/** Where the SDK finds the model server. */
const variables = [
  "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
  "AWS_REGION",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
];

/** What asks the platform's own model server for the same, with the SDK and nothing else. */
async function modelServer() {
  const config = readModelsConfig(await platformVariable("MODELS"));
  for (const name of variables) process.env[name] = await platformVariable(name);
  const server = bedrock();
  const [model = ""] = modelsFor(config, answerQuestion.job);

  return async (question: string, { passages, citations }: Heard): Promise<Floor> => {
    const { signal } = new AbortController();
    const quotes = citations.map(({ number, quote }) => ({ number, text: quote }));
    const input: AnswerInput = { question, help: "full", quotes, memory: "" };
    const sources = passages.map((passage) => ({ title: titleOf(passage), text: passage.text }));
    const exchange: Exchange = {
      ...exchangeOf(answerQuestion, { cohortId: "bench" }, [questionOf(sources, input)]),
      model,
      form: { kind: "text", tools: [] },
    };
    const embed = (text: string, kind: "query" | "passage") =>
      embedBatch(server.invoke, config.embed, [text], kind, signal);
    // Other ones than the platform has just had vectors of.
    const sentences = passages
      .flatMap(({ text }) => text.split(/(?<=\.)\s+/))
      .slice(0, mostSentences)
      .map((sentence) => `${sentence} Why?`);
    const start = performance.now();
    await server.applyGuardrail(config.guardrails.screening, [{ text: question }], "INPUT", signal);
    await embed(question, "query");
    await Promise.all(sentences.map((sentence) => embed(sentence, "passage")));
    const asked = performance.now();
    for await (const part of server.converseStream(exchange, signal)) {
      if ("text" in part) break;
    }
    const end = performance.now();
    return { textMs: end - asked, allMs: end - start };
  };
}
