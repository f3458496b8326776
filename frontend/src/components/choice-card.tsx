import { type ReactNode, useId } from "react";
import classes from "./choice-card.module.css";

/** One of several choices, with what it means. A radio button of the browser's own inside. */
export function ChoiceCard({
  name,
  label,
  checked,
  onChoose,
  children,
}: {
  name: string;
  label: string;
  checked: boolean;
  onChoose: () => void;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <label className={classes.card} data-chosen={checked || undefined}>
      <input
        type="radio"
        name={name}
        checked={checked}
        onChange={onChoose}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-detail`}
        className={classes.input}
      />
      <span>
        <span id={`${id}-label`} className={classes.label}>
          {label}
        </span>
        <span id={`${id}-detail`} className={classes.detail}>
          {children}
        </span>
      </span>
    </label>
  );
}
