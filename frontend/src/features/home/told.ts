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
  const { position, decision } = notice;
  return {
    heading: "your dispute is answered",
    sentence: `The answer key of question ${position} ${decision === "key_corrected" ? "was wrong and is corrected" : "stays"}.`,
  };
}
