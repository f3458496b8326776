import type { Domain } from "@lyceum/shared/exams";
import { ChoiceCard } from "../../components/choice-card.tsx";
import { Notice } from "../../components/notice.tsx";
import { ScopePicker } from "../../components/scope-picker.tsx";
import type { Ticked } from "../../lib/scope.ts";
import classes from "./home.module.css";
import type { Source, SourceChoice } from "./sources.ts";

/** What questions are drawn from. What has nothing in it can't be chosen, and says why. */
export function SourcePicker({
  choices,
  source,
  onSource,
  domains,
  ticked,
  onTicked,
  problem,
}: {
  choices: readonly SourceChoice[];
  source: Source;
  onSource: (source: Source) => void;
  domains: readonly Domain[];
  ticked: Ticked;
  onTicked: (ticked: Ticked) => void;
  /** What is missing; `undefined` where nothing is. */
  problem: string | undefined;
}) {
  return (
    <fieldset className={classes.group}>
      <legend>Questions from</legend>
      <div className={classes.choices}>
        {choices.map((choice) => (
          <fieldset key={choice.source} disabled={choice.empty} className={classes.choice}>
            <ChoiceCard
              name="source"
              label={choice.label}
              checked={source === choice.source}
              onChoose={() => onSource(choice.source)}
            >
              {choice.detail}
            </ChoiceCard>
          </fieldset>
        ))}
      </div>
      {source === "some" && <ScopePicker domains={domains} ticked={ticked} onChange={onTicked} />}
      {problem && <Notice kind="problem">{problem}</Notice>}
    </fieldset>
  );
}
