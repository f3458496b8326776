import type { LearnerItem, Response } from "@lyceum/shared/questions";
import { Text } from "@mantine/core";
import { useId } from "react";
import cards from "../../components/item/option-card.module.css";
import { letterLabel, numberWord } from "../../lib/format.ts";
import { toggleChoice } from "../../lib/responses.ts";
import classes from "./inputs.module.css";

/** One answer of several, by radio buttons. */
export function SingleChoice({
  item,
  response,
  onGive,
}: {
  item: Extract<LearnerItem, { type: "multiple_choice" }>;
  response: Response | null;
  onGive: (response: Response) => void;
}) {
  const name = useId();
  const chosen = response?.type === "multiple_choice" ? response.choice : undefined;
  return (
    <fieldset className={cards.options}>
      <legend className={classes.task}>Choose one answer.</legend>
      {item.options.map(({ id, text }) => (
        <label key={id} className={cards.card} data-chosen={chosen === id || undefined}>
          <input
            type="radio"
            name={name}
            className={cards.input}
            checked={chosen === id}
            onChange={() => onGive({ type: "multiple_choice", choice: id })}
          />
          <span className={cards.letter}>{letterLabel(id)}</span>
          <span className={cards.text}>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Several answers, by checkboxes. No more can be ticked than the item asks for. */
export function MultipleChoice({
  item,
  response,
  onGive,
}: {
  item: Extract<LearnerItem, { type: "multiple_response" }>;
  response: Response | null;
  onGive: (response: Response | null) => void;
}) {
  const chosen = response?.type === "multiple_response" ? response.choices : [];
  const full = chosen.length >= item.select;
  return (
    <fieldset className={cards.options}>
      <legend className={classes.task}>
        Choose {numberWord(item.select)} answers.{" "}
        <Text span c="dimmed" role="status">
          {chosen.length} of {item.select} chosen{full ? ": to choose another, take one back." : "."}
        </Text>
      </legend>
      {item.options.map(({ id, text }) => (
        <label key={id} className={cards.card} data-chosen={chosen.includes(id) || undefined}>
          <input
            type="checkbox"
            className={cards.input}
            checked={chosen.includes(id)}
            onChange={() => onGive(toggleChoice(response, id, item.select))}
          />
          <span className={cards.letter}>{letterLabel(id)}</span>
          <span className={cards.text}>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
