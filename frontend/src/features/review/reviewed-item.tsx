import type { ReviewedItem } from "@lyceum/shared/attempts";
import { IconChevronDown, IconCircleCheck, IconCircleX, IconFlag } from "@tabler/icons-react";
import { memo } from "react";
import { Explanation } from "../../components/item/explanation.tsx";
import { Stem } from "../../components/item/stem.tsx";
import { duration } from "../../lib/durations.ts";
import classes from "./reviewed-item.module.css";

/** As much of a stem as is shown of it where the item is closed, in characters. */
const openingLength = 140;

const confidenceText = { guess: "a guess", unsure: "unsure", sure: "sure" };

/**
 * One item of a submitted attempt: a line that says how it went, and inside it all that there is to know. Its content
 * is on the page while it is closed, so that the browser's own search finds it and opens it.
 */
export const ReviewedItemCard = memo(function ReviewedItemCard({
  reviewed: { position, scored, item, session, initialCorrect, review },
  task,
  domain,
  open,
}: {
  reviewed: ReviewedItem;
  /** Its number and, once it is known, its title. */
  task: string;
  domain: string;
  /** Whether it is open at first. */
  open: boolean;
}) {
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
          <span className={classes.opening}>{opening(item.stem)}</span>
        </span>
        <IconChevronDown size={20} aria-hidden className={classes.chevron} />
      </summary>
      <div className={classes.body}>
        <div className={classes.content}>
          {!scored && <p className={classes.remark}>This question was on trial: it did not count.</p>}
          <Stem text={item.stem} highlights={session.highlights} />
          <Explanation item={item} response={session.response} review={review} />
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

function opening(stem: string): string {
  const text = stem.replaceAll(/\s+/g, " ");
  if (text.length <= openingLength) return text;
  return `${text.slice(0, text.lastIndexOf(" ", openingLength))} …`;
}
