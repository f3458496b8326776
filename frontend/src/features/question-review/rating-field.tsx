import { TextInput } from "@mantine/core";
import { useId } from "react";
import type { Rating } from "./drafts.ts";
import classes from "./review.module.css";
import { ratingOf } from "./texts.ts";

/** How many of those who just pass are expected to get an item right, by a slider or as a number. */
export function RatingField({
  rating: { typed },
  onChange,
  tried,
}: {
  rating: Rating;
  onChange: (rating: Rating) => void;
  /** Whether what is missing is said. */
  tried: boolean;
}) {
  const id = useId();
  const known = ratingOf(typed) !== undefined;
  return (
    <div className={classes.rating}>
      <label htmlFor={`${id}-slider`} className={classes.label}>
        How hard is it?
      </label>
      <p id={`${id}-about`} className={classes.hint}>
        Think of 100 people who only just pass the exam. How many of them get it right? A quarter would by
        guessing among four; about 70 is usual. The mean of these ratings sets what it takes to pass.
      </p>
      <input
        id={`${id}-slider`}
        type="range"
        min={1}
        max={99}
        step={1}
        className={classes.slider}
        value={known ? typed : "50"}
        data-unset={!known || undefined}
        aria-valuetext={known ? `${typed} of 100` : "Not rated yet"}
        aria-describedby={`${id}-about`}
        onChange={({ currentTarget: { value } }) => onChange({ typed: value })}
      />
      <TextInput
        label="Of 100 who just pass, get it right"
        type="number"
        inputMode="numeric"
        min={1}
        max={99}
        className={classes.number ?? ""}
        value={typed}
        error={tried && !known && "A whole number from 1 to 99."}
        onChange={({ currentTarget: { value } }) => onChange({ typed: value })}
      />
    </div>
  );
}
