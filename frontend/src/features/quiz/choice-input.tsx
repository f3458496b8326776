import type { LearnerItem, Response } from "@lyceum/shared/questions";
import { Text, VisuallyHidden } from "@mantine/core";
import { IconStrikethrough } from "@tabler/icons-react";
import { useId } from "react";
import cards from "../../components/item/option-card.module.css";
import { letterLabel, numberWord } from "../../lib/format.ts";
import { toggleChoice } from "../../lib/responses.ts";
import classes from "./inputs.module.css";

interface Striking {
  /** Letters of the options that are ruled out. */
  struck: readonly string[];
  /** Rules an option out, or takes that back. */
  onStrike: (letter: string) => void;
}

/** One answer of several, by radio buttons. */
export function SingleChoice({
  item,
  response,
  struck,
  onGive,
  onStrike,
}: {
  item: Extract<LearnerItem, { type: "multiple_choice" }>;
  response: Response | null;
  onGive: (response: Response) => void;
} & Striking) {
  const name = useId();
  const chosen = response?.type === "multiple_choice" ? response.choice : undefined;
  return (
    <fieldset className={cards.options}>
      <legend className={classes.task}>Choose one answer.</legend>
      {item.options.map((option) => (
        <Option
          key={option.id}
          type="radio"
          name={name}
          option={option}
          chosen={chosen === option.id}
          struck={struck.includes(option.id)}
          onChoose={() => onGive({ type: "multiple_choice", choice: option.id })}
          onStrike={() => onStrike(option.id)}
        />
      ))}
    </fieldset>
  );
}

/** Several answers, by checkboxes. No more can be ticked than the item asks for. */
export function MultipleChoice({
  item,
  response,
  struck,
  onGive,
  onStrike,
}: {
  item: Extract<LearnerItem, { type: "multiple_response" }>;
  response: Response | null;
  onGive: (response: Response | null) => void;
} & Striking) {
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
      {item.options.map((option) => (
        <Option
          key={option.id}
          type="checkbox"
          option={option}
          chosen={chosen.includes(option.id)}
          struck={struck.includes(option.id)}
          onChoose={() => onGive(toggleChoice(response, option.id, item.select))}
          onStrike={() => onStrike(option.id)}
        />
      ))}
    </fieldset>
  );
}

function Option({
  type,
  name,
  option: { id, text },
  chosen,
  struck,
  onChoose,
  onStrike,
}: {
  type: "radio" | "checkbox";
  name?: string;
  option: LearnerItem["options"][number];
  chosen: boolean;
  struck: boolean;
  onChoose: () => void;
  onStrike: () => void;
}) {
  return (
    <div
      className={`${cards.card} ${classes.choice}`}
      data-chosen={chosen || undefined}
      data-struck={struck || undefined}
    >
      <label className={classes.option}>
        <input type={type} name={name} className={cards.input} checked={chosen} onChange={onChoose} />
        <span className={cards.letter}>{letterLabel(id)}</span>
        <span className={`${cards.text} ${classes.optionText}`}>{text}</span>
        {struck && <VisuallyHidden>, ruled out</VisuallyHidden>}
      </label>
      <button
        type="button"
        className={classes.strike}
        aria-label={`Rule out ${letterLabel(id)}`}
        title={struck ? "Take it back" : "Rule it out"}
        aria-pressed={struck}
        // What is chosen is not ruled out.
        disabled={chosen}
        onClick={onStrike}
      >
        <IconStrikethrough size={18} aria-hidden />
      </button>
    </div>
  );
}
