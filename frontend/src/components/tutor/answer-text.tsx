import type { Answer } from "@lyceum/shared/tutor";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { withoutMarks } from "../../lib/quotes.ts";
import classes from "./answer-text.module.css";

/** The code that renders Markdown, which is large. Until it is there, and where it can't be had, the text is plain. */
const markdownCode = queryOptions({
  queryKey: ["code", "answer-markdown"],
  queryFn: () => import("./answer-markdown.tsx"),
  staleTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
});

/** What an answer says. */
export function AnswerText({
  examId,
  answer,
  isWhole,
}: {
  examId: string;
  answer: Pick<Answer, "text" | "help" | "passages" | "citations" | "claims">;
  isWhole: boolean;
}) {
  const code = useQuery(markdownCode).data;
  // Text may come faster than it can be rendered.
  const shown = useDeferredValue(answer);
  return (
    <div className={classes.text}>
      {code ? (
        <code.AnswerMarkdown examId={examId} answer={shown} isWhole={isWhole} />
      ) : (
        <p className={classes.plain}>{withoutMarks(answer.text)}</p>
      )}
    </div>
  );
}
