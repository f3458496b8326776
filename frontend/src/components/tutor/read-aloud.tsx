import { VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { counted } from "../../lib/format.ts";
import { stageOf } from "./applied.ts";
import type { Told } from "./asking.ts";
import { sourcesOf } from "./sources.ts";
import { nothingRead, type Read, readOn, sentencesOf } from "./spoken.ts";
import { stageText } from "./texts.ts";

/**
 * Tells screen readers how an answer grows: in whole sentences, each of them once, whatever pieces it comes in. Only
 * of what is asked while the page is open.
 */
export function ReadAloud({ told }: { told: Told | undefined }) {
  return (
    <VisuallyHidden>
      <div role="log" aria-live="polite" aria-label="The tutor's answer">
        {told && <Lines key={told.answer.id} told={told} />}
      </div>
    </VisuallyHidden>
  );
}

function Lines({ told: { answer, hearing } }: { told: Told }) {
  const [read, setRead] = useState<Read>(nothingRead);
  const isOver = hearing === "over";
  const next = readOn(read, sentencesOf(answer.text, isOver));
  if (next !== read) setRead(next);
  const stage = stageOf(answer);
  return (
    <>
      {answer.passages.length > 0 && <p>{stageText(answer, "reading")}.</p>}
      {read.lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added
        <p key={place}>{line}</p>
      ))}
      {isOver && stage === "over" && <p>{endText(answer)}</p>}
    </>
  );
}

function endText(answer: Told["answer"]): string {
  switch (answer.state) {
    case "answered":
      return `The answer is complete. It cites ${counted(sourcesOf(answer).cited.length, "passage")}.`;
    case "not_in_notes":
      return `The notes don't answer this. ${counted(answer.passages.length, "passage")} come near.`;
    case "stopped":
      return "Stopped.";
    default:
      // What is shown is told by itself.
      return "";
  }
}
