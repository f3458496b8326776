import type { Response } from "@lyceum/shared/questions";
import { Button, Checkbox, Text, Textarea } from "@mantine/core";
import { type Ref, useState } from "react";
import { ulid } from "ulid";
import { BusyButton } from "../../components/busy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { KeyEditor } from "../../components/item/key-editor.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { Notice } from "../../components/notice.tsx";
import { messageOf } from "../../lib/api.ts";
import { longestText, textProblem } from "../../lib/disputes.ts";
import { useOnePerWish } from "../../lib/one-per-wish.ts";
import { responseText } from "../../lib/responses.ts";
import classes from "./bank.module.css";
import { ExplanationEditor, explanationOf } from "./explanation-editor.tsx";
import { correctionProblem } from "./keys.ts";
import type { Version } from "./queries.ts";
import { consequences } from "./texts.ts";
import { type Answer, useAnswer } from "./use-answer.ts";

/** Where an instructor answers those who dispute a version, and corrects its key if it is wrong. */
export function AnswerForm({
  version,
  firstField,
  onDone,
  onClose,
}: {
  version: Version;
  firstField: Ref<HTMLTextAreaElement>;
  onDone: () => void;
  onClose: () => void;
}) {
  const { question, currentVersion } = version;
  const isCurrent = question.version === currentVersion;
  const [wasCurrent] = useState(isCurrent);
  // There is nobody to answer, and no key to correct.
  const isVain = !isCurrent && !version.case;
  const [text, setText] = useState("");
  // Where nobody has disputed it, there is nothing to answer but a wrong key.
  const [wrong, setWrong] = useState(!version.case);
  const [key, setKey] = useState<Response | null>(question.item.key);
  const [explanation, setExplanation] = useState(() => explanationOf(question.item));
  const [tried, setTried] = useState(false);
  // As it was when it was asked for: what others do meanwhile does not change what is confirmed.
  const [confirming, setConfirming] = useState<Answer>();
  // Kept with the form: an answer whose reply was lost is the same one when it is sent again.
  const id = useOnePerWish(() => `ans_${ulid()}`);
  const corrected = wrong && isCurrent ? key : undefined;
  const problems = {
    text: textProblem(text),
    key: corrected === undefined ? undefined : correctionProblem(question.item, corrected),
  };

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isVain || problems.text !== undefined || problems.key !== undefined) return;
        const answer = { text, ...(corrected && { key: corrected, explanation }) };
        setConfirming({ id: id.of(answer), ...answer });
      }}
    >
      <Textarea
        ref={firstField}
        label="Your answer"
        description={
          version.case
            ? "Everyone who disputed it reads it: say what is right, and why. 10 to 2000 characters."
            : "Everyone whose result changes reads it: say what is right, and why. 10 to 2000 characters."
        }
        rows={5}
        maxLength={longestText}
        value={text}
        error={tried && problems.text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      {isCurrent ? (
        version.case && (
          <Checkbox
            label="The key is wrong"
            checked={wrong}
            onChange={({ currentTarget: { checked } }) => setWrong(checked)}
          />
        )
      ) : wasCurrent ? (
        <Notice kind="notice">
          Version {currentVersion} took the place of this one while you wrote.{" "}
          {isVain
            ? "This can't be sent any more. "
            : "Your answer can be sent, but leaves the key as it is. "}
          <ToCurrent version={version} />
        </Notice>
      ) : (
        <Text>
          <ToCurrent version={version} />
        </Text>
      )}
      {corrected !== undefined && (
        <>
          <KeyEditor item={question.item} value={key} onChange={setKey} />
          <ExplanationEditor item={question.item} value={explanation} onChange={setExplanation} />
        </>
      )}
      {tried && problems.key && <Notice kind="problem">{problems.key}</Notice>}
      {!isVain && <Consequences version={version} corrected={corrected} />}
      <div className={classes.buttons}>
        {!isVain && <Button type="submit">{corrected === undefined ? "Answer" : "Correct the key"}</Button>}
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
      {confirming && (
        <ConfirmAnswer
          version={version}
          answer={confirming}
          onDone={onDone}
          onClose={() => setConfirming(undefined)}
        />
      )}
    </form>
  );
}

const ToCurrent = ({ version: { question, currentVersion } }: { version: Version }) => (
  <>
    A key is corrected in the current version:{" "}
    <AnchorLink
      to="/questions/$questionId/$version"
      params={{ questionId: question.id, version: String(currentVersion) }}
    >
      go to version {currentVersion}
    </AnchorLink>
    .
  </>
);

/** What will happen; `corrected` is the new key, if there is one. */
function Consequences({ version, corrected }: { version: Version; corrected: Response | null | undefined }) {
  const { item } = version.question;
  return (
    <div className={classes.preview}>
      <strong>What will happen</strong>
      {corrected && correctionProblem(item, corrected) === undefined && (
        <dl className={classes.keys}>
          <dt>Key now</dt>
          <dd>{responseText(item, item.key)}</dd>
          <dt>Corrected</dt>
          <dd>{responseText(item, corrected)}</dd>
        </dl>
      )}
      <ul>
        {consequences(version, corrected !== undefined).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

/** Asks before an answer is sent, which can't be taken back. */
function ConfirmAnswer({
  version,
  answer,
  onDone,
  onClose,
}: {
  version: Version;
  answer: Answer;
  onDone: () => void;
  onClose: () => void;
}) {
  const send = useAnswer(version, onDone);
  return (
    <Dialog
      heading={answer.key ? "Correct the key and score anew?" : "Send this answer?"}
      onClose={send.isPending ? undefined : onClose}
      actions={
        <>
          <Button variant="default" disabled={send.isPending} onClick={onClose}>
            Cancel
          </Button>
          <BusyButton color="danger" busy={send.isPending} onClick={() => send.mutate(answer)}>
            {answer.key ? "Correct and score anew" : "Send the answer"}
          </BusyButton>
        </>
      }
    >
      <Consequences version={version} corrected={answer.key} />
      {send.isError && <Notice kind="problem">{messageOf(send.error)}</Notice>}
    </Dialog>
  );
}
