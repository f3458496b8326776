import type { ReviewedItem } from "@lyceum/shared/attempts";
import type { Dispute } from "@lyceum/shared/disputes";
import { Button } from "@mantine/core";
import {
  IconChevronDown,
  IconCircleCheck,
  IconCircleX,
  IconFlag,
  IconMessageQuestion,
} from "@tabler/icons-react";
import { memo } from "react";
import { Explanation } from "../../components/item/explanation.tsx";
import { Stem } from "../../components/item/stem.tsx";
import { duration } from "../../lib/durations.ts";
import { opening } from "../../lib/format.ts";
import { correctionText, disputesOf } from "./disputes.ts";
import { type Draft, ItemDispute } from "./item-dispute.tsx";
import classes from "./reviewed-item.module.css";

/** As much of a stem as is shown of it where the item is closed, in characters. */
const openingLength = 140;

const confidenceText = { guess: "a guess", unsure: "unsure", sure: "sure" };

/**
 * One item of a submitted attempt: a line that says how it went, and inside it all that there is to know. Its content
 * is on the page while it is closed, so that the browser's own search finds it and opens it.
 */
export const ReviewedItemCard = memo(function ReviewedItemCard({
  reviewed,
  task,
  domain,
  open,
  attemptId,
  examId,
  disputes,
  draft,
  onWrite,
  onAsk,
}: {
  reviewed: ReviewedItem;
  /** Its number and, once it is known, its title. */
  task: string;
  domain: string;
  /** Whether it is open at first. */
  open: boolean;
  attemptId: string;
  examId: string;
  /** All of the learner's own; `undefined` until they are known. */
  disputes: readonly Dispute[] | undefined;
  /** What the learner has written against this item and not sent. */
  draft: Draft | undefined;
  onWrite: (position: number, draft: Draft) => void;
  /** The learner wants to ask the tutor about this item. */
  onAsk: (position: number) => void;
}) {
  const { position, scored, item, session, initialCorrect, review } = reviewed;
  const correction = correctionText(reviewed);
  const verdict = review.correct ? "right" : session.response ? "not right" : "not answered";
  const Icon = review.correct ? IconCircleCheck : IconCircleX;
  const changed = initialCorrect !== null && initialCorrect !== review.correct;
  return (
    <details className={classes.item} data-item={position} open={open}>
      <summary className={classes.summary}>
        <Icon
          size={22}
          aria-hidden
          className={classes.icon}
          data-verdict={review.correct ? "right" : "wrong"}
        />
        <span className={classes.line}>
          <h3 className={classes.heading}>
            Question {position}:{" "}
            <span className={classes.verdict} data-verdict={review.correct ? "right" : "wrong"}>
              {verdict}
            </span>
          </h3>
          <span className={classes.tags}>
            {session.flagged && (
              <span className={classes.tag}>
                <IconFlag size={15} aria-hidden />
                Flagged
              </span>
            )}
            {session.confidence === "guess" && <span className={classes.tag}>Guess</span>}
            {!scored && <span className={classes.tag}>On trial</span>}
          </span>
          <span className={classes.opening}>{opening(item.stem, openingLength)}</span>
        </span>
        <IconChevronDown size={20} aria-hidden className={classes.chevron} />
      </summary>
      <div className={classes.body}>
        <div className={classes.content}>
          {!scored && <p className={classes.remark}>This question was on trial: it did not count.</p>}
          {correction && <p className={classes.remark}>{correction}</p>}
          <Stem text={item.stem} highlights={session.highlights} />
          <Explanation item={item} response={session.response} review={review} examId={examId} />
          <Button
            variant="default"
            size="sm"
            className={classes.ask ?? ""}
            leftSection={<IconMessageQuestion size={18} aria-hidden />}
            aria-label={`Ask the tutor about this question: question ${position}`}
            onClick={() => onAsk(position)}
          >
            Ask the tutor about this question
          </Button>
          {disputes && (
            <ItemDispute
              attemptId={attemptId}
              position={position}
              version={reviewed.version}
              disputes={disputesOf(disputes, attemptId, reviewed)}
              draft={draft}
              onWrite={onWrite}
            />
          )}
        </div>
        <div className={classes.content}>
          {session.note !== "" && (
            <div className={classes.note}>
              <strong>Your note</strong>
              <p>{session.note}</p>
            </div>
          )}
          <dl className={classes.facts}>
            <Fact name="Task" value={task} />
            <Fact name="Domain" value={domain} />
            <Fact name="Difficulty" value={review.difficulty} />
            {session.confidence && <Fact name="Your confidence" value={confidenceText[session.confidence]} />}
            {changed && (
              <Fact name="Your first answer" value={initialCorrect ? "was right" : "was not right"} />
            )}
            {session.seconds > 0 && <Fact name="Time" value={duration(session.seconds)} />}
          </dl>
        </div>
      </div>
    </details>
  );
});

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
