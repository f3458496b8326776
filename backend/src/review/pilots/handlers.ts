import { Fault } from "@lyceum/shared/contract/fault";
import type { BankEntry } from "@lyceum/shared/questions";
import type { review } from "@lyceum/shared/review";
import type { Handlers } from "../../http/run.ts";
import { putLifeEvent, type Writes } from "../candidates/store.ts";
import type { Panels } from "../panels.ts";
import { untilWritten, written } from "../writing.ts";
import { type FiguresDependencies, figuresOf, groupQuestion } from "./figures.ts";
import { inWords, mayMove } from "./rules.ts";
import { deletePilot } from "./store.ts";

interface Dependencies extends FiguresDependencies {
  panels: Panels;
  bank: {
    head: (questionId: string) => Promise<BankEntry | undefined>;
    listOfCohort: (
      of: { examId: string; cohortId: string },
      page: { limit: number; cursor?: string | undefined },
    ) => Promise<{ items: BankEntry[]; cursor?: string }>;
  };
  /** A write that moves a question of the bank to another state, where it is still as it was read. */
  bankState: (before: BankEntry, to: "scored" | "retired") => Writes[number];
  transact: (writes: Writes) => Promise<void>;
  /** ISO time. */
  now: () => string;
}

type GroupQuestionHandlers = Pick<Handlers<typeof review>, "questions" | "question" | "changeState">;

/** A group's own questions, once they are in the bank. */
export function groupQuestionHandlers(dependencies: Dependencies): GroupQuestionHandlers {
  const { panels, bank, bankState, transact, now } = dependencies;
  const figures = figuresOf(dependencies);

  return {
    async questions({ member: { cohortId, cohort }, query }) {
      const { items, ...rest } = await bank.listOfCohort({ examId: cohort.examId, cohortId }, query);
      return { ...rest, items: (await figures(items)).map(groupQuestion) };
    },

    async question({ params }) {
      const { item, ...known } = await figuresNow(await headOf(params));
      return { ...groupQuestion({ item, ...known }), item };
    },

    async changeState({ member: { cohortId, userId }, params, body: { version, to, comment } }) {
      const { people } = await panels.of(cohortId, "active");
      const me = people.get(userId);
      if (!me) throw new Fault("not_found", "You are not a reviewer of this group any more.");
      const after = await untilWritten(async () => {
        const head = await headOf(params);
        // The same request again, because its answer did not arrive.
        if (head.state === to && head.version === version) return { done: head };
        if (head.version !== version) {
          throw new Fault(
            "conflict",
            `The key was corrected: version ${head.version} is the current one. Load the question again.`,
          );
        }
        if (!mayMove(head.state, to)) throw new Fault("conflict", whyNot(head.state, to));
        const { statistics } = await figuresNow(head);
        const at = now();
        const event = {
          at,
          questionId: head.id,
          action: to === "scored" ? ("signed_off" as const) : ("retired" as const),
          actor: me.name,
          actorId: userId,
          detail: `${comment} (${inWords(statistics)})`,
        };
        const writes = [
          bankState(head, to),
          deletePilot(head.id),
          putLifeEvent(cohortId, event, `${to}-${version}`),
        ];
        return written(transact(writes), { ...head, state: to });
      });
      return groupQuestion(await figuresNow(after));
    },
  };

  /** @throws Fault not_found, also for another cohort's and for those of all who prepare for the exam */
  async function headOf({ cohortId, questionId }: { cohortId: string; questionId: string }) {
    const head = await bank.head(questionId);
    if (head?.cohortId === cohortId) return head;
    throw new Fault("not_found", "There is no such question of this group in the bank.");
  }

  async function figuresNow(head: BankEntry) {
    const [known] = await figures([head]);
    if (!known) throw new TypeError(`${head.id} has no version ${head.version}`);
    return known;
  }
}

const whyNot = (state: BankEntry["state"], to: "scored" | "retired"): string =>
  state === "in_review"
    ? "This question is back in review. It is decided there."
    : to === "scored"
      ? `Only a question on trial can be signed off: this one is ${state}.`
      : `This question is ${state} already.`;
