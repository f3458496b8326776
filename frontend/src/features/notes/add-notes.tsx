import type { Cohort } from "@lyceum/shared/cohorts";
import { Button, Text, Title } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { ulid } from "ulid";
import { Notice } from "../../components/notice.tsx";
import { counted } from "../../lib/format.ts";
import { type Draft, DraftFields } from "./draft-fields.tsx";
import { acceptedFiles, fileProblem, proposedTitle } from "./files.ts";
import classes from "./notes.module.css";
import { TransferRow } from "./transfer-row.tsx";
import type { Transfer } from "./transfers.ts";
import { transfers as allTransfers } from "./use-transfers.ts";

/** Takes files, lets their titles and tasks be said, and sends them. */
export function AddNotes({ cohort, transfers }: { cohort: Cohort; transfers: readonly Transfer[] }) {
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const [refused, setRefused] = useState<readonly { name: string; problem: string }[]>([]);
  const [over, setOver] = useState(false);
  const [asked, setAsked] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const draftsHeading = useRef<HTMLHeadingElement>(null);
  const wayHeading = useRef<HTMLHeadingElement>(null);
  const chooseButton = useRef<HTMLButtonElement>(null);

  async function take(files: readonly File[]): Promise<void> {
    const checked = files.map((file) => ({ file, problem: fileProblem(file) }));
    const taken = await Promise.all(
      checked
        .filter(({ problem }) => !problem)
        .map(async ({ file }) => {
          const title = await proposedTitle(file);
          return { uploadId: `upl_${ulid()}`, file, title, taskIds: [] };
        }),
    );
    flushSync(() => {
      setRefused(checked.flatMap(({ file: { name }, problem }) => (problem ? { name, problem } : [])));
      setDrafts((before) => [...before, ...taken]);
    });
    draftsHeading.current?.focus({ preventScroll: true });
  }

  function send(): void {
    setAsked(true);
    if (drafts.some(({ title }) => title.trim() === "")) return;
    const { id: cohortId } = cohort;
    flushSync(() => {
      allTransfers.add(
        drafts.map((draft) => ({
          ...draft,
          title: draft.title.trim(),
          taskIds: [...draft.taskIds],
          cohortId,
          noteId: `not_${ulid()}`,
        })),
      );
      setDrafts([]);
      setAsked(false);
      setRefused([]);
    });
    wayHeading.current?.focus();
  }

  function remove(uploadId: string): void {
    flushSync(() => setDrafts(drafts.filter((draft) => draft.uploadId !== uploadId)));
    (draftsHeading.current ?? chooseButton.current)?.focus();
  }

  return (
    <>
      <fieldset
        aria-label="Add notes"
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take([...event.dataTransfer.files]);
        }}
      >
        <IconUpload size={24} aria-hidden className={classes.dropIcon} />
        <div className={classes.dropText}>
          <strong>Add notes</strong>
          <Text size="sm" c="dimmed">
            Drop files here, or choose them: Markdown, HTML, PDF or plain text, up to 20 MB each.
          </Text>
        </div>
        <Button ref={chooseButton} variant="default" onClick={() => input.current?.click()}>
          Choose files
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept={acceptedFiles}
          onChange={({ currentTarget }) => {
            void take([...(currentTarget.files ?? [])]);
            // The same file may be chosen again.
            currentTarget.value = "";
          }}
        />
      </fieldset>
      {refused.length > 0 && (
        <Notice
          kind="problem"
          heading={`${counted(refused.length, "file")} left out. Nothing of it was sent.`}
        >
          <ul className={classes.plain}>
            {refused.map(({ name, problem }) => (
              <li key={name}>
                {name}: {problem}.
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {drafts.length > 0 && (
        <section className={classes.panel} aria-labelledby="drafts">
          <Title order={3} id="drafts" ref={draftsHeading} tabIndex={-1}>
            {counted(drafts.length, "file")} to upload
          </Title>
          <ul className={classes.drafts}>
            {drafts.map((draft) => (
              <DraftFields
                key={draft.uploadId}
                draft={draft}
                examId={cohort.examId}
                asked={asked}
                onChange={(changed) =>
                  setDrafts(drafts.map((each) => (each.uploadId === changed.uploadId ? changed : each)))
                }
                onRemove={() => remove(draft.uploadId)}
              />
            ))}
          </ul>
          <div className={classes.buttons}>
            <Button onClick={send}>Upload {counted(drafts.length, "file")}</Button>
          </div>
        </section>
      )}
      {transfers.length > 0 && (
        <section className={classes.panel} aria-labelledby="way">
          <Title order={3} id="way" ref={wayHeading} tabIndex={-1}>
            On the way
          </Title>
          <ul className={classes.drafts}>
            {transfers.map((transfer) => (
              <TransferRow
                key={transfer.uploadId}
                transfer={transfer}
                onGone={() => (wayHeading.current ?? chooseButton.current)?.focus()}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
