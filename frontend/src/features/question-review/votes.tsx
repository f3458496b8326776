import type { Candidate } from "@lyceum/shared/review";
import { Title } from "@mantine/core";
import { dateTime } from "../../lib/format.ts";
import classes from "./review.module.css";
import { voteText, voteWords } from "./texts.ts";

/** What reviewers say of the current version. */
export const Votes = ({ candidate: { currentVotes, version } }: { candidate: Candidate }) => (
  <section className={classes.section} aria-labelledby="votes">
    <Title order={2} id="votes">
      Votes on version {version}
    </Title>
    <ol className={classes.events}>
      {currentVotes.map((vote) => {
        const words = voteWords(vote);
        return (
          <li key={vote.id} className={classes.event}>
            <time dateTime={vote.at}>{dateTime(vote.at)}</time>
            <div>
              {voteText(vote)}
              {words && <blockquote className={classes.words}>{words}</blockquote>}
            </div>
          </li>
        );
      })}
    </ol>
  </section>
);
