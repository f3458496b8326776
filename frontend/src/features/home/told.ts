import type { Notice } from "@lyceum/shared/disputes";
import { changeSentence } from "../../lib/results.ts";

/** A notice in words: what it is about, and what comes before the answer that it brings. */
export function noticeText(notice: Notice): { heading: string; sentence: string } {
  if (notice.kind === "rescored") {
    return {
      heading: "a result was scored anew",
      sentence: `The answer key of a question was corrected. ${changeSentence(notice.before, notice.after)} The review keeps both.`,
    };
  }
  if (notice.kind !== "dispute_answered") {
    const { waiting } = notice;
    const wait = waiting === 1 ? "One question waits" : `${waiting} questions wait`;
    return notice.kind === "review_reminder"
      ? {
          heading: "questions wait for review",
          sentence: `${wait} for a decision in this group, and have for days.`,
        }
      : {
          heading: "reviews are overdue",
          sentence: `${wait} for a decision in this group, and nobody has decided for a week. You own the group: decide, or ask others to.`,
        };
  }
  const { position, decision } = notice;
  return {
    heading: "your dispute is answered",
    sentence: `The answer key of question ${position} ${decision === "key_corrected" ? "was wrong and is corrected" : "stays"}.`,
  };
}
