import type { DraftItem, Response } from "@lyceum/shared/questions";
import { NativeSelect } from "@mantine/core";
import { letterLabel, opening } from "../../lib/format.ts";
import { pairPrompt, toggleChoice, withStepAt } from "../../lib/responses.ts";
import classes from "./key-editor.module.css";

/** As much of an option as tells it from the others in a list, in characters. */
const openingLength = 70;

/** Where an instructor says what is right. Inputs of the browser's own. */
export function KeyEditor({
  item,
  value,
  onChange,
}: {
  item: DraftItem;
  value: Response | null;
  onChange: (key: Response | null) => void;
}) {
  const { options, type } = item;
  const named = options.map(({ id, text }) => ({
    value: id,
    label: `${letterLabel(id)}. ${opening(text, openingLength)}`,
  }));
  switch (type) {
    case "multiple_choice":
    case "multiple_response":
      return (
        <fieldset className={classes.key}>
          <legend>{type === "multiple_choice" ? "The right option" : "The right options"}</legend>
          {options.map(({ id, text }) => (
            <label key={id} className={classes.keyOption}>
              <input
                type={type === "multiple_choice" ? "radio" : "checkbox"}
                name="key"
                checked={isNamed(value, id)}
                onChange={() =>
                  onChange(
                    type === "multiple_choice"
                      ? { type, choice: id }
                      : toggleChoice(value, id, options.length),
                  )
                }
              />
              <span className={classes.keyText}>
                <strong>{letterLabel(id)}.</strong> {text}
              </span>
            </label>
          ))}
        </fieldset>
      );
    case "ordering": {
      const order = value?.type === type ? value.order : item.key.order;
      return (
        <fieldset className={classes.key}>
          <legend>The right order</legend>
          {order.map((step, place) => (
            <NativeSelect
              // biome-ignore lint/suspicious/noArrayIndexKey: a field is a place, whatever stands there
              key={place}
              label={`Place ${place + 1}`}
              value={step}
              onChange={({ currentTarget }) => onChange(withStepAt(order, place, currentTarget.value))}
              data={named}
            />
          ))}
        </fieldset>
      );
    }
    case "matching":
      return (
        <fieldset className={classes.key}>
          <legend>The right option for each prompt</legend>
          {item.prompts.map(({ id, text }) => (
            <NativeSelect
              key={id}
              label={text}
              value={value?.type === type ? value.pairs[id] : item.key.pairs[id]}
              onChange={({ currentTarget }) => onChange(pairPrompt(value, id, currentTarget.value))}
              data={named}
            />
          ))}
        </fieldset>
      );
  }
}

function isNamed(key: Response | null, option: string): boolean {
  if (key?.type === "multiple_choice") return key.choice === option;
  return key?.type === "multiple_response" && key.choices.includes(option);
}
