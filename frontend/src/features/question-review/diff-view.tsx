import { Text, VisuallyHidden } from "@mantine/core";
import type { Change, Part } from "./item-diff.ts";
import classes from "./review.module.css";

/** What is not the same in two versions of an item, word by word. */
export const DiffView = ({ changes }: { changes: readonly Change[] }) =>
  changes.length === 0 ? (
    <Text>Nothing differs.</Text>
  ) : (
    <dl className={classes.diff}>
      {changes.map(({ name, parts }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {parts.map((part, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts have no id, and two may say the same
              <Words key={place} {...part} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );

/** Not by colour alone; and said, as not all screen readers tell `ins` and `del`. */
function Words({ kind, text }: Part) {
  if (kind === "same") return text;
  const Mark = kind === "added" ? "ins" : "del";
  return (
    <Mark>
      <VisuallyHidden>{kind === "added" ? " [added: " : " [removed: "}</VisuallyHidden>
      {text}
      <VisuallyHidden>] </VisuallyHidden>
    </Mark>
  );
}
