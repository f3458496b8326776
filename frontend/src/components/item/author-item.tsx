import type { DraftItem } from "@lyceum/shared/questions";
import { IconCheck } from "@tabler/icons-react";
import { letterLabel } from "../../lib/format.ts";
import classes from "./author-item.module.css";
import cards from "./option-card.module.css";
import { Stem } from "./stem.tsx";

/** An item as its authors see it: with its key, and why each option is right or wrong. */
export const AuthorItemView = ({ item }: { item: DraftItem }) => (
  <div className={classes.item}>
    <Stem text={item.stem} highlights={[]} />
    {item.type === "matching" && <Pairs item={item} />}
    <Options item={item} />
    <div className={classes.decides}>
      <strong>What decides it</strong>
      <p>{item.decidedBy}</p>
    </div>
    {item.references.length > 0 && (
      <div>
        <strong>References</strong>
        <ul className={classes.references}>
          {item.references.map(({ title, url, checked }) => (
            <li key={url}>
              <a href={url} target="_blank" rel="noreferrer">
                {title}
              </a>
              , checked on {checked}
            </li>
          ))}
        </ul>
      </div>
    )}
  </div>
);

/** Steps are shown in the right order, all others in the author's. */
function Options({ item: { key, options } }: { item: DraftItem }) {
  const order = key.type === "ordering" ? key.order : options.map(({ id }) => id);
  return (
    <ul className={cards.options}>
      {order.map((letter, place) => {
        const option = options.find(({ id }) => id === letter);
        return (
          option && (
            <li key={letter} className={cards.card} data-verdict={isRight(key, letter) ? "right" : undefined}>
              <span className={cards.letter}>{letterLabel(letter)}</span>
              <div className={cards.text}>
                {option.text}
                {isRight(key, letter) && <Right text="Right" />}
                {key.type === "ordering" && <Right text={`At place ${place + 1}`} />}
                <p className={cards.rationale}>{option.rationale}</p>
              </div>
            </li>
          )
        );
      })}
    </ul>
  );
}

function isRight(key: DraftItem["key"], letter: string): boolean {
  if (key.type === "multiple_choice") return key.choice === letter;
  return key.type === "multiple_response" && key.choices.includes(letter);
}

const Pairs = ({ item: { prompts, key } }: { item: Extract<DraftItem, { type: "matching" }> }) => (
  <ul className={cards.options}>
    {prompts.map(({ id, text }) => (
      <li key={id} className={cards.card}>
        <div className={cards.text}>
          {text}
          <Right text={`Right: ${letterLabel(key.pairs[id] ?? "")}`} />
        </div>
      </li>
    ))}
  </ul>
);

const Right = ({ text }: { text: string }) => (
  <div className={cards.marks}>
    <span className={cards.mark} data-verdict="right">
      <IconCheck size={16} stroke={2.5} aria-hidden />
      {text}
    </span>
  </div>
);
