import type { AuthorItem } from "@lyceum/shared/questions";
import { Text, Textarea } from "@mantine/core";
import classes from "../../components/item/key-editor.module.css";
import { letterLabel } from "../../lib/format.ts";
import type { Answer } from "./use-answer.ts";

export type Explanation = NonNullable<Answer["explanation"]>;

/** What explains an item's key now. */
export const explanationOf = ({ decidedBy, options }: AuthorItem): Explanation => ({
  decidedBy,
  rationales: Object.fromEntries(options.map(({ id, rationale }) => [id, rationale])),
});

/** Where an instructor says why the corrected key is right: it begins with what explained the wrong one. */
export function ExplanationEditor({
  item,
  value,
  onChange,
}: {
  item: AuthorItem;
  value: Explanation;
  onChange: (explanation: Explanation) => void;
}) {
  return (
    <fieldset className={classes.key}>
      <legend>Why it is right</legend>
      <Text size="sm" c="dimmed">
        Learners read this in their reviews. It was written for the key as it was: change what is not true any
        more.
      </Text>
      <Textarea
        label="What decides"
        required
        rows={2}
        maxLength={600}
        value={value.decidedBy}
        onChange={({ currentTarget }) => onChange({ ...value, decidedBy: currentTarget.value })}
      />
      {item.options.map(({ id, text }) => (
        <Textarea
          key={id}
          label={`${letterLabel(id)}. ${text}`}
          required
          rows={3}
          maxLength={2000}
          value={value.rationales[id] ?? ""}
          onChange={({ currentTarget }) =>
            onChange({ ...value, rationales: { ...value.rationales, [id]: currentTarget.value } })
          }
        />
      ))}
    </fieldset>
  );
}
