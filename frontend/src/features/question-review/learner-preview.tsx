import type { DraftItem } from "@lyceum/shared/questions";
import { Switch, Text } from "@mantine/core";
import { useState } from "react";
import { Explanation } from "../../components/item/explanation.tsx";
import cards from "../../components/item/option-card.module.css";
import { Stem } from "../../components/item/stem.tsx";
import { letterLabel, numberWord } from "../../lib/format.ts";
import { learnerItem, learnerReview } from "./learner-item.ts";
import classes from "./review.module.css";

/** An item as a learner meets it, and what the learner reads afterwards. */
export function LearnerPreview({ item }: { item: DraftItem }) {
  const [answered, setAnswered] = useState(false);
  const face = learnerItem(item);
  return (
    <div className={classes.preview}>
      <Switch
        label="After the right answer"
        checked={answered}
        onChange={({ currentTarget: { checked } }) => setAnswered(checked)}
      />
      <Stem text={face.stem} highlights={[]} />
      {answered ? (
        <Explanation item={face} response={item.key} review={learnerReview(item)} />
      ) : (
        <>
          <Text fw={600}>{taskText(item)}</Text>
          {face.type === "matching" && (
            <ul className={cards.options} aria-label="Prompts">
              {face.prompts.map(({ id, text }) => (
                <li key={id} className={cards.card}>
                  <span className={cards.text}>{text}</span>
                </li>
              ))}
            </ul>
          )}
          <ul className={cards.options} aria-label="Options">
            {face.options.map(({ id, text }) => (
              <li key={id} className={cards.card}>
                <span className={cards.letter}>{letterLabel(id)}</span>
                <span className={cards.text}>{text}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Text size="sm" c="dimmed">
        Each learner gets the options in another order.
      </Text>
    </div>
  );
}

function taskText(item: DraftItem): string {
  switch (item.type) {
    case "multiple_choice":
      return "Choose one answer.";
    case "multiple_response":
      return `Choose ${numberWord(item.key.choices.length)} answers.`;
    case "ordering":
      return "Put the steps in the right order.";
    case "matching":
      return "Choose an option for each prompt.";
  }
}
