import type { ItemSession } from "@lyceum/shared/attempts";
import prose from "../prose.module.css";
import { markedParagraphs } from "./highlights.ts";
import classes from "./stem.module.css";

/** An item's stem with the passages that the learner has marked. */
export function Stem({ text, highlights }: { text: string; highlights: ItemSession["highlights"] }) {
  return (
    <div className={prose.prose}>
      {markedParagraphs(text, highlights).map((pieces) => (
        <p key={pieces[0]?.from}>
          {pieces.map(({ from, text, marked }) =>
            marked ? (
              <mark key={from} className={classes.mark}>
                {text}
              </mark>
            ) : (
              text
            ),
          )}
        </p>
      ))}
    </div>
  );
}
