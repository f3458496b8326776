import type { RunningItem } from "@lyceum/shared/attempts";
import type { Response } from "@lyceum/shared/questions";
import { Button, Title } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import type { Ref } from "react";
import { Explanation } from "../../components/item/explanation.tsx";
import { Notice } from "../../components/notice.tsx";
import { Prose } from "../../components/prose.tsx";
import { type Answer, isSettled } from "./answers.ts";
import { MultipleChoice, SingleChoice } from "./choice-input.tsx";
import { Matching } from "./matching-input.tsx";
import { Ordering } from "./ordering-input.tsx";
import classes from "./quiz.module.css";

interface QuestionProps {
  item: RunningItem;
  answer: Answer;
  of: number;
  headingRef: Ref<HTMLHeadingElement>;
  verdictRef: Ref<HTMLParagraphElement>;
  onGive: (response: Response | null) => void;
  /** Says something to screen readers. */
  announce: (text: string) => void;
}

/** One item of a running quiz: to be answered, or settled with what there is to say about it. */
export function Question({ item, answer, of, headingRef, verdictRef, onGive, announce }: QuestionProps) {
  const { review, response } = answer;
  return (
    <article aria-labelledby="question" className={classes.question}>
      <Title order={2} id="question" tabIndex={-1} ref={headingRef} className={classes.number}>
        Question {item.position} of {of}
      </Title>
      <Prose text={item.item.stem} />
      {answer.replaced && (
        <Notice kind="notice">
          This answer was changed on another device or in another tab. You see what was given there.
        </Notice>
      )}
      {review ? (
        <>
          <p
            ref={verdictRef}
            tabIndex={-1}
            className={classes.verdict}
            data-verdict={review.correct ? "right" : "wrong"}
          >
            {review.correct ? (
              <IconCircleCheck size={24} aria-hidden />
            ) : (
              <IconCircleX size={24} aria-hidden />
            )}
            {review.correct ? "Right." : "Not right."}
          </p>
          <Explanation item={item.item} response={response} review={review} />
        </>
      ) : (
        <fieldset className={classes.inputs} disabled={isSettled(answer)}>
          <Input item={item} response={response} onGive={onGive} announce={announce} />
          {response !== null && !isSettled(answer) && (
            <Button variant="subtle" color="gray" mt="sm" onClick={() => onGive(null)}>
              Clear the answer
            </Button>
          )}
        </fieldset>
      )}
    </article>
  );
}

function Input({
  item: { item },
  ...props
}: Pick<QuestionProps, "item" | "onGive" | "announce"> & { response: Response | null }) {
  switch (item.type) {
    case "multiple_choice":
      return <SingleChoice item={item} {...props} />;
    case "multiple_response":
      return <MultipleChoice item={item} {...props} />;
    case "ordering":
      return <Ordering item={item} {...props} />;
    case "matching":
      return <Matching item={item} {...props} />;
  }
}
