import { account } from "./account.ts";
import { attempts } from "./attempts.ts";
import { cohorts } from "./cohorts.ts";
import { disputes } from "./disputes.ts";
import { exams } from "./exams.ts";
import { generation } from "./generation.ts";
import { health } from "./health.ts";
import { notes } from "./notes.ts";
import { questions } from "./questions.ts";
import { review } from "./review.ts";
import { tutor } from "./tutor.ts";

/** Every route of the platform, by slice. A slice is one Lambda function. */
export const api = {
  health,
  exams,
  questions,
  attempts,
  cohorts,
  disputes,
  notes,
  generation,
  review,
  tutor,
  account,
};

export type Slice = keyof typeof api;
export type Api = typeof api;
