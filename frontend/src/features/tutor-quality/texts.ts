import type { AnsweredBy, Feedback, Gap } from "@lyceum/shared/tutor";
import { reasons } from "../../components/tutor/texts.ts";
import { counted } from "../../lib/format.ts";

export const gapStates: Readonly<Record<Gap["state"], { label: string; empty: string }>> = {
  open: {
    label: "Open",
    empty:
      "No gap is open. When the tutor can't answer from the notes, learners can send you their question: it appears here without their name.",
  },
  added: { label: "Added", empty: "No gap has been filled yet." },
  dismissed: { label: "Not needed", empty: "No gap has been set aside." },
};

/** What has just been said of a gap. */
export const gapDone: Readonly<Record<Gap["state"], string>> = {
  open: "Open again",
  added: "Marked as added",
  dismissed: "Marked as not needed",
};

/** How many miss it. */
export const gapFacts = ({ learners }: Pick<Gap, "learners">): string =>
  `Asked by ${counted(learners, "learner")}`;

/** What a learner thought, in few words. */
export const feedbackName = ({ thumb, reason }: Pick<Feedback, "thumb" | "reason">): string => {
  const verdict = thumb === "up" ? "Helpful" : "Not helpful";
  const said = reasons.find((each) => each.reason === reason)?.name.toLowerCase();
  return said === undefined ? verdict : `${verdict}: ${said}`;
};

/** Who wrote an answer, by which version of its prompt. */
export function byText(by: AnsweredBy | undefined): string {
  if (!by) return "no model was asked";
  return by.how === "quotes" ? "quoted without a model" : `${by.model}, prompt ${by.prompt}`;
}
