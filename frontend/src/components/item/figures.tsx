import type { ItemStatistics } from "@lyceum/shared/questions";
import { VisuallyHidden } from "@mantine/core";
import { duration } from "../../lib/durations.ts";
import { percent } from "../../lib/format.ts";
import { flagNames } from "../../lib/item-names.ts";
import classes from "./figures.module.css";

const Unknown = () => (
  <>
    <span aria-hidden>–</span>
    <VisuallyHidden>not known</VisuallyHidden>
  </>
);

const known = (value: number | null, text: (value: number) => string) =>
  value === null ? <Unknown /> : text(value);

/** How many have answered, and whether that is too few. */
export const Answers = ({ n, lowN }: ItemStatistics) => (
  <>
    {n}
    {lowN && <span className={classes.low}> low n</span>}
  </>
);

export const Facility = ({ facility }: ItemStatistics) => known(facility, percent);

/** Rounded down, so that what is under 20 never looks like 20. With a minus sign as long as a plus. */
export const Discrimination = ({ discrimination }: ItemStatistics) =>
  known(discrimination, (value) => String(Math.floor(value)).replace("-", "−"));

export const MedianTime = ({ medianSeconds }: ItemStatistics) => known(medianSeconds, duration);

/** What is worth a look, in words. */
export const Flags = ({ flags }: ItemStatistics) =>
  flags.length === 0 ? (
    <span className={classes.none}>None</span>
  ) : (
    <ul className={classes.flags}>
      {flags.map((flag) => (
        <li key={flag}>{flagNames[flag]}</li>
      ))}
    </ul>
  );

/** What the figures say of an item, and from when on they do. */
export const Meanings = () => (
  <details className={classes.meanings}>
    <summary>What the figures mean</summary>
    <dl>
      <dt>n</dt>
      <dd>
        How many learners have answered; only the first answer of each counts. With fewer than 30 the figures
        say little: that is “low n”.
      </dd>
      <dt>Facility</dt>
      <dd>
        The share of right answers. Below 25% an item is flagged as too hard: its key may be wrong. Above 95%
        it is flagged as too easy: it tells nobody from another.
      </dd>
      <dt>Discrimination</dt>
      <dd>
        Whether those who do well in the rest of the attempt get this item right more often, from −100 to 100.
        20 and more is sound, less is flagged. Below zero, those who know more get it wrong more often: look
        at the key first.
      </dd>
      <dt>Median time</dt>
      <dd>How long the item was open: for half of the learners shorter, for the others longer.</dd>
      <dt>Distractor beats key</dt>
      <dd>
        A wrong option is chosen more often than a right one. Either the key is wrong, or the stem leads many
        astray.
      </dd>
    </dl>
  </details>
);
