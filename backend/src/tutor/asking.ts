import { Fault } from "@lyceum/shared/contract/fault";
import type { Answer, TutorEvent, tutor } from "@lyceum/shared/tutor";
import type { Streamers } from "../http/streamed.ts";
import { isSittingExam } from "../notes/rules.ts";
import { answering } from "./answering.ts";
import type { Dependencies } from "./dependencies.ts";
import { asShown } from "./history/rules.ts";
import type { AnswerRecord, StoredAnswer } from "./record.ts";
import { screening } from "./screening.ts";

/** How many questions of a conversation come along with the next, and characters of their answers. */
const mostBefore = 3;
const mostOfAnswer = 600;

/** The routes of the tutor that stream. */
export function streamers(deps: Dependencies): Streamers<typeof tutor> {
  const { answers, use } = deps;
  const answer = answering(deps);
  const screen = screening(deps.models.screen);
  const time = () => new Date(deps.now()).toISOString();

  return {
    async ask({ member, params: { conversationId }, body }) {
      const { cohortId, userId } = member;
      const { examId } = member.cohort;
      const conversation = { cohortId, userId, conversationId };
      const askedAt = time();
      await assertOpen(cohortId, userId, examId);
      const stored = await answers.get({ ...conversation, answerId: body.id });
      if (stored) return told(stored);

      const item = body.about && (await deps.itemOf(userId, body.about, examId));
      await use.begin({ cohortId, userId }, askedAt);
      const [screened, latest, memory] = await Promise.all([
        screen(body.question, { source: "input", spender: { cohortId } }),
        answers.latest(conversation, mostBefore),
        answers.memory(conversation),
      ]);
      const { id, help, about, within } = body;
      const record: AnswerRecord = {
        id,
        conversationId,
        cohortId,
        examId,
        userId,
        askedAt,
        question: screened.mask(body.question),
        help,
        ...(about && { about }),
        ...(within && { within }),
        state: "answering",
        searched: "",
        passages: [],
        tools: [],
        text: "",
        claims: [],
        citations: [],
        reported: false,
        beatAt: time(),
        stopWanted: false,
        trace: { blocked: [] },
      };
      await answers.begin(record);
      const before = latest.filter(isBefore).map(asContext).reverse();
      return answer({ record, context: { before, memory, item }, screened });
    },
  };

  /** @throws Fault conflict */
  async function assertOpen(cohortId: string, userId: string, examId: string): Promise<void> {
    const [isArchived, attempts] = await Promise.all([deps.isArchived(cohortId), deps.attemptsOf(userId)]);
    if (isArchived) {
      throw new Fault("conflict", "The group is archived. An owner can restore it; then ask again.");
    }
    if (isSittingExam(attempts, examId, time())) {
      throw new Fault("conflict", "The tutor is closed while you sit an exam. Submit it, then ask.");
    }
  }

  /**
   * What is stored of a question that is sent again.
   * @throws Fault conflict while it is being answered
   */
  function told(stored: StoredAnswer): AsyncIterable<TutorEvent> {
    const shown = asShown(stored, time());
    if (shown.state === "answering") {
      throw new Fault("conflict", "This question is being answered at this moment. Load its answer.");
    }
    return again(shown);
  }
}

async function* again(answer: Answer): AsyncGenerator<TutorEvent> {
  const { state, searched, passages, tools, text, claims, citations, by, usage, notice } = answer;
  if (searched !== "") yield { event: "passages", searched, passages };
  for (const tool of tools) yield { event: "tool", tool };
  if (text !== "") yield { event: "citations", text, claims, citations };
  if (by && usage) yield { event: "usage", by, usage };
  yield { event: "end", state, ...(notice !== undefined && { notice }) };
}

/** What was not let through stays out of what comes next. */
const isBefore = ({ state, searched }: AnswerRecord): boolean => searched !== "" && state !== "declined";

const asContext = ({ question, searched, text }: AnswerRecord) => ({
  question,
  searched,
  answer: text.slice(0, mostOfAnswer),
});
