import type { RunningItem } from "@lyceum/shared/attempts";
import { IconCheck, IconX } from "@tabler/icons-react";
import { completeness } from "../../lib/responses.ts";
import type { Answer } from "./answers.ts";
import classes from "./navigator.module.css";

type Mark = "unanswered" | "partial" | "answered" | "right" | "wrong";

const spoken: Record<Mark, string> = {
  unanswered: "not answered",
  partial: "partly answered",
  answered: "answered",
  right: "right",
  wrong: "wrong",
};

const markOf = ({ item }: RunningItem, { response, review }: Answer): Mark =>
  review ? (review.correct ? "right" : "wrong") : completeness(item, response);

/** All questions of the quiz by number, each with how it stands. */
export function Navigator({
  items,
  answers,
  position,
  onGo,
}: {
  items: readonly RunningItem[];
  answers: readonly Answer[];
  /** Of the question that is open, from 1. */
  position: number;
  onGo: (position: number) => void;
}) {
  return (
    <nav aria-label="Questions">
      <ol className={classes.grid}>
        {items.map((item) => {
          const answer = answers.find((each) => each.position === item.position);
          const mark = answer ? markOf(item, answer) : "unanswered";
          return (
            <li key={item.position}>
              <button
                type="button"
                className={classes.item}
                data-mark={mark}
                aria-current={item.position === position ? "step" : undefined}
                aria-label={`Question ${item.position}, ${spoken[mark]}`}
                onClick={() => onGo(item.position)}
              >
                {item.position}
                {mark === "right" && (
                  <IconCheck size={12} stroke={3} aria-hidden className={classes.verdict} />
                )}
                {mark === "wrong" && <IconX size={12} stroke={3} aria-hidden className={classes.verdict} />}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
