import type { Board } from "@lyceum/shared/cohorts";
import type { ReactNode } from "react";
import classes from "./boards.module.css";
import { boardNames } from "./names.ts";

const howScored: Readonly<Record<Board, ReactNode>> = {
  mastery: (
    <>
      <p>
        The share of your answers that were right, times the share of the exam that you have covered: by its
        tasks and the weights of its domains.
      </p>
      <p>
        The share right is judged carefully: it is the least that is likely, given how many answers there are.
        So a few lucky answers don't count much, and more answers make it surer. You are on this board from 20
        counted answers on.
      </p>
    </>
  ),
  effort: (
    <>
      <p>
        A day with at least 5 counted answers gives 4 points, and every 5 answers of it 1 more, up to 30
        answers. So a day gives 10 points at most: a little every day goes further than a lot at once.
      </p>
      <p>Right or wrong doesn't matter here.</p>
    </>
  ),
  improvement: (
    <>
      <p>
        Your last 40 counted answers are held against the 40 from before the week or season: by how many
        percentage points more of them were right, by the weights of the exam's domains. For all time, and
        where there are too few from before, they are held against your first 40.
      </p>
      <p>It takes 20 counted answers on either side. Who began low can rise high here.</p>
    </>
  ),
};

/** What counts on a board, and what doesn't, for those who want to know. */
export function BoardRules({ board, timeZone }: { board: Board; timeZone: string }) {
  return (
    <details className={classes.rules}>
      <summary>How the {boardNames[board].label.toLowerCase()} board counts</summary>
      <div>
        {howScored[board]}
        <p>On every board:</p>
        <ul>
          <li>Only your first answer to a question counts. Answering it again changes nothing.</li>
          <li>
            Speed never counts. An answer in less than 3 seconds, or in less than 15% of the time that the
            question usually takes, doesn't count at all: nobody has read it by then.
          </li>
          <li>
            Questions that you skip in a quiz, and those on trial, don't count. In a drill or a mock, a
            question that you opened and left without an answer is wrong, as in the exam.
          </li>
          <li>
            Equal scores share a rank: after two with rank 2 comes rank 4. With fewer than 5 people a board
            shows no ranks.
          </li>
          <li>
            Others see your pseudonym and your score; instructors know the name behind it. You can leave the
            boards at any time, and are gone from them at once. Instructors and owners aren't ranked.
          </li>
          <li>
            A week begins on Monday, a season is a quarter of the year, and both begin at midnight in the
            group's time zone, {timeZone.replaceAll("_", " ")}.
          </li>
        </ul>
      </div>
    </details>
  );
}
