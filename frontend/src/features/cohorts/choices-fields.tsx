import type { MemberChoices } from "@lyceum/shared/cohorts";
import type { CohortRole } from "@lyceum/shared/contract/route";
import { Button, Checkbox, TextInput } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import classes from "./cohorts.module.css";
import { suggestPseudonym } from "./pseudonyms.ts";

/** What a new member starts from. Details are shared with nobody unless one says so. */
export const firstChoices = (displayName: string): MemberChoices => ({
  name: displayName,
  pseudonym: suggestPseudonym(),
  listed: true,
  shares: false,
});

/** How somebody appears in a group. What concerns the boards is for learners only: the others are not on them. */
export function ChoicesFields({
  choices,
  standing,
  onChange,
}: {
  choices: MemberChoices;
  /** The member's role in the group. */
  standing: CohortRole;
  onChange: (choices: MemberChoices) => void;
}) {
  return (
    <>
      <TextInput
        label="Your pseudonym"
        description="What others in the group see of you. Letters, digits, spaces and . _ -"
        autoComplete="off"
        spellCheck={false}
        minLength={2}
        maxLength={30}
        pattern="\s*[\p{L}\p{N}][\p{L}\p{M}\p{N} ._\-]*"
        title="Letters, digits, spaces and . _ - and a letter or digit first"
        required
        withAsterisk={false}
        value={choices.pseudonym}
        onChange={(event) => onChange({ ...choices, pseudonym: event.currentTarget.value })}
        inputContainer={(input) => (
          <div className={classes.withButton}>
            {input}
            <Button
              variant="default"
              leftSection={<IconRefresh size={18} aria-hidden />}
              onClick={() => onChange({ ...choices, pseudonym: suggestPseudonym() })}
            >
              Another
            </Button>
          </div>
        )}
      />
      <TextInput
        label="Your name"
        description="Only instructors and owners see it. It may be empty."
        autoComplete="name"
        maxLength={60}
        value={choices.name}
        onChange={(event) => onChange({ ...choices, name: event.currentTarget.value })}
      />
      {standing === "learner" && (
        <>
          <Checkbox
            label="Show me on the boards"
            classNames={{ description: classes.hint ?? "" }}
            description="By your pseudonym. Switch it off at any time, and you are gone from them at once."
            checked={choices.listed}
            onChange={(event) => onChange({ ...choices, listed: event.currentTarget.checked })}
          />
          <Checkbox
            label="Share my details with instructors"
            classNames={{ description: classes.hint ?? "" }}
            description="They then see your chance of passing, how you do by task, and your results in group mocks. Without it they still see when you last answered a new question and, if you are on the boards, your scores there."
            checked={choices.shares}
            onChange={(event) => onChange({ ...choices, shares: event.currentTarget.checked })}
          />
        </>
      )}
    </>
  );
}
