import { paragraphs } from "../lib/format.ts";
import classes from "./prose.module.css";

/** Plain text in paragraphs, at the measure of text that is read. */
export function Prose({ text }: { text: string }) {
  return (
    <div className={classes.prose}>
      {paragraphs(text).map((paragraph, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes its order
        <p key={place}>{paragraph}</p>
      ))}
    </div>
  );
}
