import type { ExamProfile } from "@lyceum/shared/exams";
import { Button, Checkbox, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import { ulid } from "ulid";
import { BusyButton } from "../../components/busy-button.tsx";
import { Notice } from "../../components/notice.tsx";
import { ScopePicker } from "../../components/scope-picker.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { typeNames } from "../../lib/item-names.ts";
import { useOnePerWish } from "../../lib/one-per-wish.ts";
import classes from "./generation.module.css";
import { NotesField } from "./notes-field.tsx";
import { generationQuery, generationsQuery } from "./queries.ts";
import { difficulties, mostQuestions, problemsOf, type Typed, typesOf, wishOf } from "./wish.ts";

const usualCounts = [5, 10, 20, 50];

/** Which questions are to be written. */
export function WishForm({
  cohortId,
  exam,
  first,
}: {
  cohortId: string;
  exam: ExamProfile;
  /** What the form holds when it is opened. */
  first: Typed;
}) {
  const [typed, setTyped] = useState(first);
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { busy, error, start } = useStart(cohortId, exam);
  const problems = asked ? problemsOf(typed) : {};
  const change = (changes: Partial<Typed>) => setTyped({ ...typed, ...changes });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setAsked(true);
    const [wrong] = Object.keys(problemsOf(typed));
    if (wrong) form.current?.querySelector<HTMLElement>(`[data-field="${wrong}"] input`)?.focus();
    else start(typed);
  }

  return (
    <form ref={form} className={classes.form} onSubmit={submit} noValidate>
      <div data-field="count">
        <TextInput
          label="How many questions"
          type="number"
          inputMode="numeric"
          min={1}
          max={mostQuestions}
          value={typed.count}
          error={problems.count}
          onChange={(event) => change({ count: event.currentTarget.value })}
          inputContainer={(input) => (
            <div className={classes.count}>
              {input}
              <fieldset className={classes.usual} aria-label="Usual numbers">
                {usualCounts.map((count) => (
                  <Button
                    key={count}
                    variant="default"
                    px="sm"
                    aria-pressed={typed.count === String(count)}
                    onClick={() => change({ count: String(count) })}
                  >
                    {count}
                  </Button>
                ))}
              </fieldset>
            </div>
          )}
          classNames={{ wrapper: classes.number ?? "" }}
        />
      </div>
      <Field
        name="tasks"
        legend="Tasks"
        hint="The questions are spread evenly over them."
        problem={problems.tasks}
      >
        <ScopePicker domains={exam.domains} ticked={typed.tasks} onChange={(tasks) => change({ tasks })} />
      </Field>
      <div className={classes.pair}>
        <Field name="types" legend="Types" hint="Those that the exam uses." problem={problems.types}>
          {typesOf(exam).map((type) => (
            <Checkbox
              key={type}
              label={typeNames[type]}
              checked={typed.types.has(type)}
              onChange={() => change({ types: typed.types.symmetricDifference(new Set([type])) })}
            />
          ))}
        </Field>
        <Field name="difficulties" legend="Difficulty" problem={problems.difficulties}>
          {difficulties.map((difficulty) => (
            <Checkbox
              key={difficulty}
              label={difficulty.charAt(0).toUpperCase() + difficulty.slice(1)}
              checked={typed.difficulties.has(difficulty)}
              onChange={() =>
                change({ difficulties: typed.difficulties.symmetricDifference(new Set([difficulty])) })
              }
            />
          ))}
        </Field>
      </div>
      <Field name="notes" legend="Notes to write from" problem={problems.notes}>
        <NotesField cohortId={cohortId} examId={exam.id} typed={typed} onChange={change} />
      </Field>
      <Textarea
        label="Instructions (optional)"
        description="What the questions should be about, or look like."
        autosize
        minRows={3}
        maxLength={1000}
        value={typed.instructions}
        onChange={(event) => change({ instructions: event.currentTarget.value })}
      />
      <Text size="sm" c="dimmed">
        Each question is checked against the notes, the bank and the rules of item writing. Then people review
        it: nothing of it reaches a learner before.
      </Text>
      {error !== null && <Notice kind="problem">{messageOf(error)}</Notice>}
      <BusyButton type="submit" busy={busy} w="fit-content">
        Have them written
      </BusyButton>
    </form>
  );
}

function Field({
  name,
  legend,
  hint,
  problem,
  children,
}: {
  name: string;
  legend: string;
  hint?: string;
  problem: string | undefined;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <fieldset
      className={classes.field}
      data-field={name}
      aria-describedby={`${hint ? `${id}-hint ` : ""}${problem ? `${id}-problem` : ""}`.trim() || undefined}
    >
      <legend>{legend}</legend>
      {hint && (
        <Text size="sm" c="dimmed" id={`${id}-hint`}>
          {hint}
        </Text>
      )}
      {problem && (
        <p id={`${id}-problem`} className={classes.problem}>
          {problem}
        </p>
      )}
      {children}
    </fieldset>
  );
}

/** Asks for questions and opens the page of the wish. The same wish, sent again, is fulfilled once. */
function useStart(cohortId: string, exam: ExamProfile) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const ids = useOnePerWish(() => `gen_${ulid()}`);
  const mutation = useMutation({
    mutationFn: (typed: Typed) => {
      const wish = wishOf(typed, exam);
      const body = { id: ids.of(wish), ...wish };
      return client.call("POST /cohorts/{cohortId}/generations", { params: { cohortId }, body });
    },
    onSuccess: async (generation) => {
      ids.forget();
      queryClient.setQueryData(generationQuery(cohortId, generation.id).queryKey, generation);
      void queryClient.invalidateQueries({ queryKey: generationsQuery(cohortId).queryKey });
      await navigate({
        to: "/groups/$cohortId/generate/$generationId",
        params: { cohortId, generationId: generation.id },
      });
    },
  });
  return {
    busy: mutation.isPending,
    error: mutation.error,
    start: (typed: Typed) => mutation.mutate(typed),
  };
}
