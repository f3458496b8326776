import { Button, TextInput } from "@mantine/core";
import { extraTime, mostExtraTime } from "../lib/extra-time.ts";
import classes from "./extra-time-field.module.css";

const usualPercents = [0, 25, 50, 100];

/** How much more time one gets for a mock, in per cent. What is typed is read by `extraTime`. */
export function ExtraTimeField({ typed, onChange }: { typed: string; onChange: (typed: string) => void }) {
  const percent = extraTime(typed);
  return (
    <TextInput
      label="Extra time, in per cent"
      description="An accommodation, if you have one. Changed here, it is for this mock only."
      type="number"
      inputMode="numeric"
      min={0}
      max={mostExtraTime}
      value={typed}
      error={percent === undefined && `A whole number from 0 to ${mostExtraTime}.`}
      onChange={(event) => onChange(event.currentTarget.value)}
      inputContainer={(input) => (
        <div className={classes.percent}>
          {input}
          <fieldset className={classes.usual} aria-label="Usual extra times">
            {usualPercents.map((usual) => (
              <Button
                key={usual}
                variant="default"
                px="sm"
                aria-pressed={percent === usual}
                onClick={() => onChange(String(usual))}
              >
                {usual}
              </Button>
            ))}
          </fieldset>
        </div>
      )}
      classNames={{ wrapper: classes.number ?? "" }}
    />
  );
}
