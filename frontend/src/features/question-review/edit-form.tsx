import type { Candidate, CandidateVersion } from "@lyceum/shared/review";
import { Button, NativeSelect, Text, Textarea } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { KeyEditor } from "../../components/item/key-editor.tsx";
import { Notice } from "../../components/notice.tsx";
import { letterLabel } from "../../lib/format.ts";
import {
  difficulties,
  itemProblems,
  longest,
  withDifficulty,
  withKey,
  withOption,
  withPrompt,
} from "./edits.ts";
import { itemDiff } from "./item-diff.ts";
import classes from "./review.module.css";
import { SaveDialog } from "./save-dialog.tsx";

/** Where a reviewer changes an item: everything that it says, and what is right. It becomes a new version. */
export function EditForm({
  candidate,
  based,
  readOnly,
  onDirty,
  onClose,
  onSaved,
}: {
  candidate: Candidate;
  /** The current version; the one that it was when the form was opened is what is edited. */
  based: CandidateVersion;
  /** Whether it can't be saved now, as when somebody else works on it. */
  readOnly: boolean;
  onDirty: (dirty: boolean) => void;
  onClose: () => void;
  /** With whether it is to be approved now. */
  onSaved: (saved: Candidate, approve: boolean) => void;
}) {
  const [original] = useState(based);
  const [item, setItem] = useState(original.item);
  const [comment, setComment] = useState("");
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [replaced, setReplaced] = useState<number>();
  const first = useRef<HTMLTextAreaElement>(null);
  const changes = itemDiff(original.item, item);
  const problems = itemProblems(item);
  const dirty = changes.length > 0 || comment.trim() !== "";
  const isOld = based.version !== original.version || replaced !== undefined;
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  useEffect(() => () => onDirty(false), [onDirty]);
  useEffect(() => first.current?.focus(), []);

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (problems.length === 0 && changes.length > 0 && !isOld && !readOnly) setSaving(true);
      }}
    >
      <Textarea
        ref={first}
        label="Stem"
        autosize={false}
        rows={7}
        maxLength={longest.stem}
        value={item.stem}
        onChange={({ currentTarget: { value } }) => setItem({ ...item, stem: value })}
      />
      {item.type === "matching" &&
        item.prompts.map(({ id, text }) => (
          <Textarea
            key={id}
            label={`Prompt ${letterLabel(id)}`}
            rows={2}
            maxLength={longest.text}
            value={text}
            onChange={({ currentTarget: { value } }) => setItem(withPrompt(item, id, value))}
          />
        ))}
      {item.options.map(({ id, text, rationale }) => (
        <fieldset key={id} className={classes.option}>
          <legend>Option {letterLabel(id)}</legend>
          <Textarea
            label={`Text of ${letterLabel(id)}`}
            rows={2}
            maxLength={longest.text}
            value={text}
            onChange={({ currentTarget: { value } }) => setItem(withOption(item, id, { text: value }))}
          />
          <Textarea
            label={`Why ${letterLabel(id)} is right or wrong`}
            rows={3}
            maxLength={longest.rationale}
            value={rationale}
            onChange={({ currentTarget: { value } }) => setItem(withOption(item, id, { rationale: value }))}
          />
        </fieldset>
      ))}
      <KeyEditor item={item} value={item.key} onChange={(key) => setItem(withKey(item, key))} />
      <Textarea
        label="What decides it"
        description="The constraint of the stem that decides between the plausible options, in one sentence."
        rows={2}
        maxLength={longest.decidedBy}
        value={item.decidedBy}
        onChange={({ currentTarget: { value } }) => setItem({ ...item, decidedBy: value })}
      />
      <NativeSelect
        label="How hard it is meant to be"
        value={item.difficulty}
        onChange={({ currentTarget: { value } }) => setItem(withDifficulty(item, value))}
        data={[...difficulties]}
      />
      {tried && problems.length > 0 && (
        <Notice kind="problem" heading="It can't be saved yet.">
          <ul className={classes.outcomes}>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      {tried && changes.length === 0 && <Notice kind="notice">Nothing has changed yet.</Notice>}
      {isOld && (
        <Notice kind="problem">
          Version {replaced ?? based.version} took the place of the one that you edit, so this can't be saved.
          Copy what you want to keep, cancel, and edit the new version.
        </Notice>
      )}
      {readOnly && (
        <Notice kind="problem">
          It can't be saved now: it is not in review any more, or somebody else works on it. What you wrote
          stays here.
        </Notice>
      )}
      <Text size="sm" c="dimmed">
        It becomes a new version and is checked by rule. Votes on version {original.version} no longer count.
      </Text>
      <div className={classes.buttons}>
        <Button type="submit">See the changes and save</Button>
        <Button variant="default" onClick={onClose}>
          {dirty ? "Discard the changes" : "Cancel"}
        </Button>
      </div>
      {saving && (
        <SaveDialog
          candidate={candidate}
          edited={{ basedOn: original.version, item }}
          changes={changes}
          comment={comment}
          onComment={setComment}
          onClose={() => setSaving(false)}
          onSaved={onSaved}
          onReplaced={(version) => {
            setSaving(false);
            setReplaced(version);
          }}
        />
      )}
    </form>
  );
}
