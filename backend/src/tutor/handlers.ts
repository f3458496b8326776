import { Fault } from "@lyceum/shared/contract/fault";
import type { BreakerState, Feedback, tutor } from "@lyceum/shared/tutor";
import type { Membership } from "../http/caller.ts";
import type { Handlers } from "../http/run.ts";
import { masked, personalDataIn } from "../notes/reading/personal-data/rules.ts";
import { isSittingExam } from "../notes/rules.ts";
import type { ConversationStore } from "./conversations/store.ts";
import { figuresOf } from "./figures/rules.ts";
import type { FigureStore } from "./figures/store.ts";
import type { Along, GapStore } from "./gaps/store.ts";
import { asShown, isSilent, surelyGone } from "./history/rules.ts";
import type { AnswerKey, ConversationKey, ConversationRecord, StoredAnswer } from "./record.ts";
import { type AnswerStore, markReported } from "./store.ts";

interface Dependencies {
  answers: AnswerStore;
  conversations: ConversationStore;
  gaps: GapStore;
  figures: FigureStore;
  /** Those of all models that have ever failed. */
  breakers: () => Promise<BreakerState[]>;
  cohorts: {
    isArchived: (cohortId: string) => Promise<boolean>;
    /** Names by ids, of those that are there. */
    names: (cohortIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
    /** Fails a transaction where the cohort is not active. */
    whileActive: (cohortId: string) => Along[number];
  };
  /** All attempts of a learner. */
  attemptsOf: (userId: string) => Promise<Parameters<typeof isSittingExam>[0]>;
  /** Told of each thumb, for those who watch how well the tutor does. */
  thought: (thumb: Feedback["thumb"]) => void;
  /** ISO time */
  now: () => string;
}

export function handlers(dependencies: Dependencies): Handlers<typeof tutor> {
  const { answers, conversations, gaps, figures, breakers, cohorts, attemptsOf, thought, now } = dependencies;

  return {
    async answers({ member, params, query }) {
      await assertOpen(member);
      const key = ofCaller(member, params);
      await conversationOf(key);
      const { items, ...rest } = await answers.list(key, query);
      return { ...rest, items: await Promise.all(items.map(shown)) };
    },

    async answer({ member, params }) {
      await assertOpen(member);
      return shown(await answerOf(ofCaller(member, params)));
    },

    async stop({ member, params }) {
      const key = ofCaller(member, params);
      await answerOf(key);
      await answers.stop(key);
    },

    async rate({ member, params, body }) {
      await assertOpen(member);
      await assertActive(member.cohortId);
      const key = ofCaller(member, params);
      const before = await shown(await answerOf(key));
      if (before.state === "answering") throw notOver();
      const { text } = body;
      await answers.rate(key, { ...body, ...(text !== undefined && { text: withoutData(text) }) }, now());
      if (before.feedback?.thumb !== body.thumb) thought(body.thumb);
      return shown(await answerOf(key));
    },

    async unrate({ member, params }) {
      const key = ofCaller(member, params);
      if ((await answerOf(key)).feedback) await answers.rate(key, undefined, now());
    },

    async report({ member, params }) {
      await assertOpen(member);
      await assertActive(member.cohortId);
      const key = ofCaller(member, params);
      const answer = await shown(await answerOf(key));
      if (answer.reported) return answer;
      if (answer.state === "answering") throw notOver();
      if (answer.state === "declined") {
        throw new Fault(
          "conflict",
          "The tutor would not take this question. Put it in other words, and ask again.",
        );
      }
      const [nearest] = answer.passages;
      await gaps.report(
        key.cohortId,
        key.userId,
        {
          // Its answer's, so that sent again it is the same.
          id: key.answerId.replace(/^ans_/, "gap_"),
          // What can be understood without the conversation.
          question: answer.searched || answer.question,
          at: now(),
          ...(nearest && {
            nearest: { noteId: nearest.noteId, noteTitle: nearest.noteTitle, cohortId: nearest.cohortId },
          }),
        },
        [cohorts.whileActive(key.cohortId), markReported(key)],
      );
      return shown(await answerOf(key));
    },

    async conversations({ member, query }) {
      const { search, ...wanted } = query;
      const found = search
        ? await conversations.search(member, search, wanted)
        : await conversations.list(member, wanted);
      return { ...found, items: found.items.map(conversationView) };
    },

    conversation: async ({ member, params }) =>
      conversationView(await conversationOf(ofCaller(member, params))),

    async changeConversation({ member, params, body }) {
      const key = ofCaller(member, params);
      const before = await conversationOf(key);
      const { title, memory } = body;
      const changed = {
        ...(title !== undefined && { title: withoutData(title) }),
        // It goes to models with the next question.
        ...(memory !== undefined && { memory: withoutData(memory) }),
      };
      await conversations.change(key, changed);
      return conversationView({ ...before, ...changed });
    },

    async removeConversation({ member, params }) {
      await conversations.remove(ofCaller(member, params), now());
    },

    gaps: ({ params, query: { state, ...page } }) => gaps.list(params.cohortId, state, page),

    async changeGap({ params: { cohortId, gapId }, body }) {
      await assertActive(cohortId);
      const gap = await gaps.change(cohortId, gapId, body.state, [cohorts.whileActive(cohortId)]);
      if (!gap) throw new Fault("not_found", "There is no such gap.");
      return gap;
    },

    async rated({ member, query: { thumb, ...page } }) {
      await assertOpen(member);
      const { items, ...rest } = await answers.rated(member.cohortId, thumb, page);
      return {
        ...rest,
        items: items.flatMap(({ ratedAt, feedback, ...answer }) =>
          ratedAt && feedback ? [{ at: ratedAt, feedback, answer: withoutPerson(answer) }] : [],
        ),
      };
    },

    async figures({ params: { cohortId }, query: { month } }) {
      const models = await figures.of(cohortId, month);
      return { models: models.map((one) => figuresOf(one, one.counters)) };
    },

    async operations({ query: { month, ...page } }) {
      const [{ items, ...rest }, states, open] = await Promise.all([
        figures.month(month, page),
        breakers(),
        gaps.open(),
      ]);
      const names = await cohorts.names(items.map(({ cohortId }) => cohortId));
      return {
        ...rest,
        items: items.map((one) => {
          const cohortName = names.get(one.cohortId);
          return { ...figuresOf(one, one.counters), ...(cohortName !== undefined && { cohortName }) };
        }),
        breakers: states,
        gaps: open,
      };
    },
  };

  async function answerOf(key: AnswerKey): Promise<StoredAnswer> {
    const answer = await answers.get(key);
    if (!answer) throw new Fault("not_found", "There is no such answer.");
    return answer;
  }

  async function conversationOf(key: ConversationKey): Promise<ConversationRecord> {
    const conversation = await conversations.get(key);
    if (!conversation) throw new Fault("not_found", "There is no such conversation.");
    return conversation;
  }

  async function shown(answer: StoredAnswer): Promise<StoredAnswer> {
    const at = now();
    // Whoever reads it first says so for good: nobody writes to it any more.
    if (isSilent(answer, at, surelyGone)) await answers.settle(answer);
    return asShown(answer, at);
  }

  /** Answers are made of notes, which are closed then. */
  async function assertOpen({ userId, cohort }: Membership): Promise<void> {
    if (isSittingExam(await attemptsOf(userId), cohort.examId, now())) {
      throw new Fault("conflict", "The tutor is closed while you sit an exam. Submit it, then read on.");
    }
  }

  async function assertActive(cohortId: string): Promise<void> {
    if (await cohorts.isArchived(cohortId)) {
      throw new Fault("conflict", "The group is archived. An owner can restore it; then try again.");
    }
  }
}

/** Without the personal data that is known by its form. */
const withoutData = (text: string): string => masked(text, personalDataIn(text));

/** Names what belongs to the caller: nobody else's can be named. */
const ofCaller = <P extends { cohortId: string }>({ userId }: Membership, params: P) => ({
  ...params,
  userId,
});

/** How learners stand is between them and the tutor. */
const withoutPerson = <A extends Pick<StoredAnswer, "tools">>(answer: A): A => ({
  ...answer,
  tools: answer.tools.map((tool) =>
    tool.name === "my_progress" ? { ...tool, output: '"not shown"' } : tool,
  ),
});

const conversationView = ({ id, title, createdAt, changedAt, answers, memory }: ConversationRecord) => ({
  id,
  title,
  createdAt,
  changedAt,
  answers,
  memory,
});

const notOver = () =>
  new Fault("conflict", "The question is still being answered. Wait until it is, or stop it.");
