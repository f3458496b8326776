import type { Note, Upload } from "@lyceum/shared/notes";
import { Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { flushSync } from "react-dom";
import { BusyButton } from "../../components/busy-button.tsx";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import { keepNote } from "../../lib/notes.ts";
import classes from "./notes.module.css";
import { dataNames, findingsText } from "./texts.ts";

/** As many findings as an upload tells of. */
const mostTold = 50;

/** What looks like personal data in a file, with where it stands, and the decision what becomes of it. */
export function Consent({ cohortId, note, upload }: { cohortId: string; note: Note; upload: Upload }) {
  const queryClient = useQueryClient();
  const own = useRef<HTMLDivElement>(null);
  const found = upload.personalData ?? [];
  const decide = useMutation({
    mutationFn: (personalData: "mask" | "keep") =>
      client.call("POST /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}/consent", {
        params: { cohortId, noteId: note.id, uploadId: upload.id },
        body: { personalData },
      }),
    onSuccess: (changed) => {
      // The buttons go: who goes on by keyboard does so from the note.
      const row = own.current?.closest("li, section");
      flushSync(() => void keepNote(queryClient, cohortId, changed));
      row?.querySelector<HTMLElement>("a, h2")?.focus();
    },
  });
  return (
    <div ref={own} className={classes.consent}>
      <details>
        <summary>
          {found.length >= mostTold ? `The first ${mostTold} findings` : counted(found.length, "finding")}:{" "}
          {findingsText(found)}
        </summary>
        <ul className={classes.findings}>
          {found.map(({ kind, text, ordinal, context }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same words may be found twice in one part
            <li key={`${ordinal} ${place}`}>
              <strong>{dataNames[kind]}:</strong> {text}
              <Text size="sm" c="dimmed">
                In part {ordinal + 1}: “{context}”
              </Text>
            </li>
          ))}
        </ul>
      </details>
      <Text size="sm">
        Masked, each is replaced by its kind, such as [email], before anything of the note is read or
        searched.
      </Text>
      <div className={classes.buttons}>
        <BusyButton
          busy={decide.isPending && decide.variables === "mask"}
          disabled={decide.isPending && decide.variables === "keep"}
          aria-label={`Mask it in ${note.title}`}
          onClick={() => decide.mutate("mask")}
        >
          Mask it
        </BusyButton>
        <BusyButton
          variant="default"
          busy={decide.isPending && decide.variables === "keep"}
          disabled={decide.isPending && decide.variables === "mask"}
          aria-label={`Keep it as it is in ${note.title}`}
          onClick={() => decide.mutate("keep")}
        >
          Keep it as it is
        </BusyButton>
      </div>
      {decide.isError && <Notice kind="problem">{messageOf(decide.error)}</Notice>}
    </div>
  );
}
