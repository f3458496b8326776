import type { Table } from "../aws/table.ts";
import { whileMember } from "../cohorts/store.ts";
import type { Consume } from "../stream.ts";
import { figureStore } from "./figures/store.ts";
import { keepFigures } from "./steps.ts";
import { type AnswerStore, answerStore } from "./store.ts";

/** Answers on a table, of members of groups alone. */
export const answersOn = (table: Table): AnswerStore => answerStore(table, { whileMember });

/** What counts the tutor's answers, for the stream's consumer. */
export const figuresOn = (table: Table): Consume =>
  keepFigures({ answers: answersOn(table), figures: figureStore(table) });
