import type { ItemReview, LearnerItem, Response } from "@lyceum/shared/questions";
import { IconCheck, IconX } from "@tabler/icons-react";
import { letterLabel } from "../../lib/format.ts";
import { Citations } from "./citations.tsx";
import classes from "./explanation.module.css";
import cards from "./option-card.module.css";
import { type Mark, type OptionVerdict, optionVerdicts, pairVerdicts } from "./verdicts.ts";

/**
 * A decided item: what decides it, every option with its rationale, and where to read more. Of plain elements only, as a
 * review has a hundred of it.
 */
export function Explanation({
  item,
  response,
  review,
  examId,
}: {
  item: LearnerItem;
  response: Response | null;
  review: ItemReview;
  /** The item's; absent where what it cites is at hand anyway. */
  examId?: string;
}) {
  const { references, citations = [] } = review;
  return (
    <div className={classes.explanation}>
      {item.type === "matching" && <Pairs item={item} response={response} review={review} />}
      {item.type === "ordering" && (
        <p className={classes.heading}>The right order, with the reason for each place:</p>
      )}
      <Options numbered={item.type === "ordering"} verdicts={optionVerdicts(item, response, review)} />
      <div className={classes.decides}>
        <p className={classes.heading}>What decides it</p>
        <p>{review.decidedBy}</p>
      </div>
      {citations.length > 0 && (
        <div>
          <p className={classes.heading}>From the study notes</p>
          <Citations citations={citations} examId={examId} />
        </div>
      )}
      {references.length > 0 && (
        <div>
          <p className={classes.heading}>Read more</p>
          <ul className={classes.references}>
            {references.map(({ title, url }) => (
              <li key={url}>
                <a href={url} target="_blank" rel="noreferrer">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Options({ numbered, verdicts }: { numbered: boolean; verdicts: readonly OptionVerdict[] }) {
  const List = numbered ? "ol" : "ul";
  return (
    <List className={cards.options}>
      {verdicts.map(({ id, text, rationale, mark }, place) => (
        <li key={id} className={cards.card} data-verdict={mark?.verdict}>
          <span className={cards.letter}>{numbered ? place + 1 : letterLabel(id)}</span>
          <div className={cards.text}>
            {text}
            {mark && <Marks marks={[mark]} />}
            <p className={cards.rationale}>{rationale}</p>
          </div>
        </li>
      ))}
    </List>
  );
}

function Pairs({
  item,
  response,
  review,
}: {
  item: LearnerItem;
  response: Response | null;
  review: ItemReview;
}) {
  return (
    <ul className={cards.options}>
      {pairVerdicts(item, response, review.key).map(({ id, prompt, verdict, marks }) => (
        <li key={id} className={cards.card} data-verdict={verdict}>
          <div className={cards.text}>
            {prompt}
            <Marks marks={marks} />
          </div>
        </li>
      ))}
    </ul>
  );
}

const Marks = ({ marks }: { marks: readonly Mark[] }) => (
  <div className={cards.marks}>
    {marks.map(({ verdict, text }) => {
      const Icon = verdict === "right" ? IconCheck : IconX;
      return (
        <span key={text} className={cards.mark} data-verdict={verdict}>
          <Icon size={16} stroke={2.5} aria-hidden />
          {text}
        </span>
      );
    })}
  </div>
);
