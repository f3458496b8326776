import type { SubmittedAttempt } from "@lyceum/shared/attempts";
import { Text } from "@mantine/core";
import { ButtonLink } from "../../components/links.tsx";
import { counted } from "../../lib/format.ts";
import { domainOf } from "./domains.ts";
import { PractiseButton } from "./practise-button.tsx";
import { rightUnsurely, weakestDomain } from "./report.ts";
import classes from "./review.module.css";

/** What would help most after this attempt: practising again what went wrong. */
export function NextSteps({
  attempt: { examId, items, result },
  titleOf,
}: {
  attempt: SubmittedAttempt;
  /** A domain's number and title. */
  titleOf: (domainId: string) => string;
}) {
  const wrong = items.filter(({ review }) => !review.correct);
  const weakest = weakestDomain(result.byDomain);
  const there = weakest ? wrong.filter(({ taskId }) => domainOf(taskId) === weakest.domainId) : [];
  const unsure = rightUnsurely(items);
  return (
    <>
      {wrong.length === 0 && <Text>Nothing was wrong. Well done.</Text>}
      <ul className={classes.steps}>
        {wrong.length > 0 && (
          <li>
            <span>
              Read below why each of the {counted(wrong.length, "wrong answer")} was wrong, then take{" "}
              {wrong.length === 1 ? "the question" : "these questions"} again with feedback after each answer.
            </span>
            <PractiseButton examId={examId} items={wrong} variant="filled">
              Practise what was wrong ({wrong.length})
            </PractiseButton>
          </li>
        )}
        {weakest && there.length > 0 && there.length < wrong.length && (
          <li>
            <span>Most was lost in {titleOf(weakest.domainId)}. Start there if time is short.</span>
            <PractiseButton examId={examId} items={there}>
              Practise domain {weakest.domainId} ({there.length})
            </PractiseButton>
          </li>
        )}
        {unsure.length > 0 && (
          <li>
            <span>
              {counted(unsure.length, "answer")} {unsure.length === 1 ? "was" : "were"} right without your
              being sure. Next time {unsure.length === 1 ? "it" : "they"} may not be.
            </span>
            <PractiseButton examId={examId} items={unsure}>
              Practise what was unsure ({unsure.length})
            </PractiseButton>
          </li>
        )}
        {wrong.length === 0 && unsure.length === 0 && (
          <li>
            <span>Go on with questions that you have not seen yet.</span>
            <ButtonLink to="/" variant="default">
              Go home
            </ButtonLink>
          </li>
        )}
      </ul>
    </>
  );
}
