import type { AnsweredBy, AnswerState, TutorEvent } from "@lyceum/shared/tutor";
import type { CitedQuote } from "@lyceum/shared/tutor-quotes";
import { estimatedTokens } from "../models/spending/rules.ts";
import { isSittingExam } from "../notes/rules.ts";
import { bestOf, type Evidence, quotesOf, sentenceFor } from "../search/evidence.ts";
import { type Checked, checking, citationsOf, type Grounds } from "./checking.ts";
import { isSilent } from "./claims/rules.ts";
import type { Dependencies } from "./dependencies.ts";
import { wantsTool } from "./followup/rules.ts";
import { beating } from "./heart.ts";
import { brokenOff } from "./history/rules.ts";
import { harmless } from "./markdown/rules.ts";
import { answerQuestion, notInNotes, titleOf } from "./prompts/answer-question.ts";
import { quotesAnswer } from "./quoting/rules.ts";
import { type AnswerRecord, keyOf } from "./record.ts";
import { type Context, rewriting } from "./rewriting.ts";
import { type Screened, screening } from "./screening.ts";
import { type Speech, saysNotInNotes, speaking } from "./speaking.ts";
import { calculate } from "./tools/calculate.ts";
import { myProgress } from "./tools/progress.ts";

/** For how long after the question, in ms: for rewriting it, for a model's text, for the checks, and for all of it. */
const timeFor = { rewriting: 10_000, text: 60_000, checks: 72_000, answer: 75_000 };

/** From here on the notes answer a question, whatever a model says. */
const surely = 0.85;

/** A question on its way to be answered. */
export interface Question {
  record: AnswerRecord;
  context: Context;
  screened: Screened;
}

/** What an answer comes to. */
interface Outcome {
  state: AnswerState;
  checked?: Checked;
  by?: AnsweredBy;
  notice?: string;
  blocked?: string[];
  withoutModel?: string;
}

const prompt = `${answerQuestion.name}@${answerQuestion.version}`;

/** From a stored question to a checked answer, told as it comes. */
export function answering(deps: Dependencies) {
  const { answers, use, models, now } = deps;
  const isSitting = async (userId: string, examId: string) =>
    isSittingExam(await deps.attemptsOf(userId), examId, new Date(now()).toISOString());
  const rewrite = rewriting(models.ask);
  const check = checking({ ground: models.ground, sentenceFor });
  const screen = screening(models.screen);

  return async function* answer({
    record: question,
    context,
    screened,
  }: Question): AsyncGenerator<TutorEvent> {
    let record = question;
    let isOver = false;
    let firstTextMs: number | null = null;
    const cost = { usd: screened.usd, input: 0, output: 0 };
    const { cohortId, userId, examId, help } = record;
    const who = { cohortId, userId };
    const spender = { cohortId };
    const asked = Date.parse(record.askedAt);
    const since = () => Math.max(0, now() - asked);
    const heart = beating(keyOf(record), {
      beat: answers.beat,
      now,
      said: () => record.text,
      isClosed: () => isSitting(userId, examId),
      failed: (error) => deps.warn("an answer's text could not be stored", error),
    });
    try {
      yield* worked();
    } finally {
      heart.end();
      // Broken off, here or by who listened.
      if (!isOver) await finish({ state: "failed", notice: brokenOff }, undefined);
    }

    async function* worked(): AsyncGenerator<TutorEvent> {
      if (screened.blocked.length > 0) {
        yield* over({ state: "declined", notice: declined(screened.blocked), blocked: screened.blocked });
        return;
      }
      const {
        searched,
        memory,
        cost: ofRewriting,
      } = await rewrite(record.question, context, {
        byModel: screened.isSeen,
        cohortId,
        deadline: asked + timeFor.rewriting,
      });
      cost.usd += ofRewriting.usd;
      cost.input += ofRewriting.tokens.input;
      cost.output += ofRewriting.tokens.output;
      const { noteIds, taskIds } = record.within ?? {};
      const evidence = await deps.gather(searched, {
        libraries: [{ cohortId }, { examId }],
        ...(noteIds && { noteIds }),
        ...(taskIds && { taskIds }),
        spender,
        deadline: asked + timeFor.text,
      });
      const isForTool = wantsTool(searched);
      // What is only the nearest to a sum has nothing to do with it.
      const found = isForTool && !isAnswerable(evidence) ? [] : evidence.passages;
      const passages = found.map(({ passage }, at) => ({ ...passage, number: at + 1 }));
      record = {
        ...record,
        searched,
        passages,
        trace: { ...record.trace, answerable: evidence.answerable },
      };
      yield { event: "passages", searched, passages };
      if (heart.stopped.aborted) yield* over(stopped(), memory);
      else if (isAnswerable(evidence) || context.item || isForTool) {
        const outcome = screened.isSeen
          ? await judged(yield* spoken(evidence), evidence)
          : quoted(evidence, "model_unavailable");
        yield* over(outcome, memory);
      } else yield* over({ state: "not_in_notes", notice: notAnswered }, memory);
    }

    /** What a model says. */
    function spoken(evidence: Evidence): AsyncGenerator<TutorEvent, Speech> {
      const { searched, passages } = record;
      const parts = models.stream(answerQuestion, {
        input: {
          question: searched,
          help,
          quotes: quotesIn(evidence),
          memory: context.memory,
          ...(context.item && { item: context.item }),
        },
        sources: passages.map((passage) => ({ title: titleOf(passage), text: passage.text })),
        tools: [calculate, myProgress(() => deps.progressOf(userId, examId))],
        spender,
        deadline: asked + timeFor.text,
        signal: heart.stopped,
      });
      return speaking(parts, {
        stopped: heart.stopped,
        secret: answerQuestion.system,
        said(text) {
          firstTextMs ??= since();
          record = { ...record, text };
        },
        used: (tool) => {
          record = { ...record, tools: [...record.tools, tool] };
        },
      });
    }

    /** What becomes of what a model has said. */
    async function judged(speech: Speech, evidence: Evidence): Promise<Outcome> {
      addCost(speech);
      const text = harmless(speech.text).replaceAll(notInNotes, "").trim();
      const by: Pick<Outcome, "by"> = speech.by
        ? { by: { how: "model", model: speech.by.model, prompt: speech.by.prompt } }
        : {};
      const grounds: Grounds = {
        question: record.searched,
        help,
        passages: record.passages,
        tools: record.tools,
        item: context.item,
        spender,
        deadline: asked + timeFor.checks,
      };
      const isLate = speech.ended === "broken" && since() >= timeFor.text;
      switch (speech.ended) {
        case "stopped":
          return { ...stopped(), ...by, checked: await check(text, { ...grounds, deadline: 0 }) };
        case "refused":
          return { state: "declined", ...by, notice: declined([]) };
        case "unusable":
          return quoted(evidence, "unusable");
        case "broken":
          if (!isLate) return quoted(evidence, speech.why ?? "model_unavailable");
      }
      if (saysNotInNotes(speech.text)) {
        const isWrong = evidence.answerable.score >= surely && help === "full";
        return isWrong ? quoted(evidence, "unusable") : { state: "not_in_notes", ...by, notice: notAnswered };
      }
      const [checked, seen] = await Promise.all([
        check(text, grounds),
        screen(text, { source: "output", spender }),
      ]);
      cost.usd += checked.usd + seen.usd;
      if (seen.blocked.length > 0) {
        return { state: "declined", ...by, notice: declined([]), blocked: seen.blocked };
      }
      if (!seen.isSeen) return quoted(evidence, "model_unavailable");
      if (checked.claims.length === 0 && isSilent(text)) {
        return { state: "not_in_notes", ...by, notice: notAnswered };
      }
      if (!isAnswer(checked)) return quoted(evidence, speech.why ?? "unusable");
      const cut = isLate || speech.ended === "too_long";
      return {
        state: "answered",
        ...by,
        checked: masked(checked, seen.mask),
        ...(cut && { notice: cutOff }),
      };
    }

    /** By the learner, or because the learner has begun to sit the exam meanwhile. */
    function stopped(): Outcome {
      return { state: "stopped", ...(heart.isClosed() && { notice: closed }) };
    }

    /** Whether what a model has said rests on something. A hint need not claim anything. */
    function isAnswer({ text, claims }: Checked): boolean {
      if (text === "") return false;
      const needsNoClaim = help !== "full" || record.tools.some(({ failed }) => !failed);
      if (needsNoClaim && claims.length === 0) return true;
      return claims.some(({ support }) => support !== "none");
    }

    /** The sentences that fit best, where any does. */
    function quotesIn(evidence: Evidence): CitedQuote[] {
      if (!isAnswerable(evidence) && !context.item) return [];
      // A list would tell more than a hint may.
      return help === "full"
        ? quotesOf(evidence).map(({ passage, ...quote }) => ({ ...quote, number: passage + 1 }))
        : bestOf(evidence).map(({ passage, text }) => ({ number: passage + 1, text }));
    }

    /** The sentences of the notes that fit best, in place of a model's answer. */
    function quoted(evidence: Evidence, why: string): Outcome {
      const quotes = quotesIn(evidence);
      const { passages, searched } = record;
      const made = quotesAnswer({
        help,
        passages: quotes.length > 0 ? passages : [],
        quotes,
        item: context.item,
      });
      // What was of no use says that nothing is known, where the notes have nothing either.
      if (made.text === "") {
        return why === "unusable"
          ? { state: "not_in_notes", notice: notAnswered, withoutModel: why }
          : { state: "failed", notice: why === "budget_spent" ? spent : noModel, withoutModel: why };
      }
      const numbers = help === "full" ? [] : quotes.map(({ number }) => number);
      const citations = citationsOf(made.claims, numbers, { passages, question: searched }, sentenceFor);
      return {
        state: "answered",
        checked: { ...made, citations },
        by: { how: "quotes", model: "", prompt },
        withoutModel: why,
      };
    }

    function addCost({ text, ended, usd, tokens, by }: Speech): void {
      cost.usd += usd;
      // Of what was broken off, nobody tells what it has cost.
      const isKnown = by !== undefined || ended === "broken";
      const read = record.passages.map((passage) => passage.text).join("");
      cost.input += isKnown ? tokens.input : estimatedTokens(answerQuestion.system + read);
      cost.output += isKnown ? tokens.output : estimatedTokens(text);
    }

    async function* over(outcome: Outcome, memory?: string): AsyncGenerator<TutorEvent> {
      heart.end();
      await finish(outcome, memory);
      const { text, claims, citations, by, usage, state, notice } = record;
      if (outcome.checked) yield { event: "citations", text, claims, citations };
      if (by && usage) yield { event: "usage", by, usage };
      yield { event: "end", state, ...(notice !== undefined && { notice }) };
    }

    async function finish(
      { state, checked, by, notice, blocked = [], withoutModel }: Outcome,
      memory: string | undefined,
    ): Promise<void> {
      isOver = true;
      const at = new Date(now()).toISOString();
      const kept = state === "failed" ? record.text : "";
      record = {
        ...record,
        state,
        text: checked?.text ?? kept,
        claims: checked?.claims ?? [],
        citations: checked?.citations ?? [],
        ...(by && { by }),
        ...(notice !== undefined && { notice }),
        usage: {
          inputTokens: cost.input,
          outputTokens: cost.output,
          usd: cost.usd,
          firstTextMs: checked ? (firstTextMs ?? since()) : firstTextMs,
          ms: since(),
        },
        beatAt: at,
        trace: { ...record.trace, blocked, ...(withoutModel !== undefined && { withoutModel }) },
      };
      const changed = memory === undefined ? undefined : { before: context.memory, after: memory };
      // Deleted meanwhile, or ended by who found it silent: then there is nothing to keep.
      await answers
        .finish(record, changed)
        .catch((error: unknown) => deps.warn("an answer could not be kept", error));
      await use
        .spent(who, at, cost.input + cost.output)
        .catch((error: unknown) => deps.warn("an answer's tokens could not be counted", error));
      deps.told(record);
    }
  };
}

const isAnswerable = ({ passages, answerable: { score, threshold } }: Evidence): boolean =>
  passages.length > 0 && score >= threshold;

const masked = ({ text, claims, citations }: Checked, mask: (text: string) => string): Checked => ({
  text: mask(text),
  claims: claims.map((claim) => ({ ...claim, text: mask(claim.text) })),
  citations,
});

const notAnswered = "The notes don't answer this question. What was found is the nearest there is.";
const closed = "The tutor is closed while you sit an exam. Submit it, then ask again.";
const noModel = "No model could be asked just now. Try again in a moment.";
const spent =
  "This group's budget for language models is spent for this month, and without one this can't be answered.";
const cutOff = "The answer was cut off here, because it took too long. Ask for the rest.";
const declined = (reasons: readonly string[]): string =>
  [
    "I can't help with that one.",
    ...reasons,
    "Ask me about what you are studying, in other words, and I'll gladly try.",
  ].join(" ");
