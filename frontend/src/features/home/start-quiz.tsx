import type { Mode } from "@lyceum/shared/attempts";
import { ClientError } from "@lyceum/shared/contract/client";
import { Button, NativeSelect, Skeleton, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { ulid } from "ulid";
import { BusyButton } from "../../components/busy-button.tsx";
import { ChoiceCard } from "../../components/choice-card.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { attemptQuery, attemptsQuery, client, examQuery, messageOf } from "../../lib/api.ts";
import classes from "./home.module.css";
import { scopeOf, type Ticked } from "./scope.ts";
import { ScopePicker } from "./scope-picker.tsx";

const mostItems = 75;
const usualCounts = [5, 10, 20, 40];

interface Wish {
  examId: string;
  mode: Mode;
  scope: string[];
  count: number;
}

/** The form that starts a quiz and opens it. */
export function StartQuiz({
  exams,
  preferred,
}: {
  exams: readonly { id: string; code: string; title: string }[];
  /** Id of the exam that the learner prepares for. */
  preferred: string | null;
}) {
  const first = exams.find(({ id }) => id === preferred) ?? exams[0];
  const [examId, setExamId] = useState(first?.id ?? "");
  const [narrow, setNarrow] = useState(false);
  const [ticked, setTicked] = useState<Ticked>(new Set());
  const [count, setCount] = useState("10");
  const [mode, setMode] = useState<Mode>("practice");
  const [problem, setProblem] = useState<string>();
  const exam = useQuery({ ...examQuery(examId), enabled: examId !== "" });
  const start = useStart();

  if (!first) {
    return <Notice kind="notice">There is no exam yet. Ask whoever runs this platform to add one.</Notice>;
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    const scope = narrow && exam.data ? scopeOf(exam.data.domains, ticked) : [];
    const nothing = narrow && ticked.size === 0;
    setProblem(nothing ? "Tick at least one domain or task." : undefined);
    if (!nothing) start.mutate({ examId, mode, scope, count: Number(count) });
  }

  const tooFew = start.error instanceof ClientError && start.error.code === "bank_too_small";
  return (
    <form onSubmit={submit} className={classes.form}>
      <NativeSelect
        label="Exam"
        value={examId}
        onChange={(event) => {
          setExamId(event.currentTarget.value);
          setTicked(new Set());
        }}
        data={exams.map(({ id, code, title }) => ({ value: id, label: `${code}: ${title}` }))}
      />
      <fieldset className={classes.group}>
        <legend>Questions from</legend>
        <div className={classes.choices}>
          <ChoiceCard name="from" label="The whole exam" checked={!narrow} onChoose={() => setNarrow(false)}>
            Domains by their weight in the exam
          </ChoiceCard>
          <ChoiceCard name="from" label="Some of it" checked={narrow} onChoose={() => setNarrow(true)}>
            Domains and tasks that you choose
          </ChoiceCard>
        </div>
        {narrow &&
          (exam.data ? (
            <ScopePicker domains={exam.data.domains} ticked={ticked} onChange={setTicked} />
          ) : exam.isError ? (
            <LoadProblem what="The exam" error={exam.error} onRetry={() => void exam.refetch()} />
          ) : (
            <Skeleton height={200} mt="sm" />
          ))}
        {problem && <Notice kind="problem">{problem}</Notice>}
      </fieldset>
      <TextInput
        label="How many questions"
        type="number"
        inputMode="numeric"
        min={1}
        max={mostItems}
        required
        withAsterisk={false}
        value={count}
        error={tooFew}
        aria-describedby={tooFew ? "start-problem" : undefined}
        onChange={(event) => setCount(event.currentTarget.value)}
        inputContainer={(input) => (
          <div className={classes.count}>
            {input}
            <fieldset className={classes.usual} aria-label="Usual numbers of questions">
              {usualCounts.map((usual) => (
                <Button
                  key={usual}
                  variant="default"
                  px="sm"
                  aria-pressed={count === String(usual)}
                  onClick={() => setCount(String(usual))}
                >
                  {usual}
                </Button>
              ))}
            </fieldset>
          </div>
        )}
        classNames={{ wrapper: classes.number ?? "" }}
      />
      <fieldset className={classes.group}>
        <legend>Mode</legend>
        <div className={classes.choices}>
          <ChoiceCard
            name="mode"
            label="Practice"
            checked={mode === "practice"}
            onChoose={() => setMode("practice")}
          >
            Check each answer when you like, and see at once why it is right or wrong.
          </ChoiceCard>
          <ChoiceCard name="mode" label="Exam" checked={mode === "exam"} onChoose={() => setMode("exam")}>
            No feedback until you submit, as on the day. You can change every answer until then.
          </ChoiceCard>
        </div>
      </fieldset>
      {start.isError && (
        <div id="start-problem">
          <Notice kind="problem">{messageOf(start.error)}</Notice>
        </div>
      )}
      <BusyButton type="submit" busy={start.isPending} disabled={narrow && !exam.data} w="fit-content">
        Start
      </BusyButton>
    </form>
  );
}

/** Starts a quiz. The same wish keeps its id, so that a request whose answer was lost starts no second quiz. */
function useStart() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const last = useRef<{ wish: string; id: string }>(undefined);
  return useMutation({
    mutationFn: (wish: Wish) => {
      const asked = JSON.stringify(wish);
      if (last.current?.wish !== asked) last.current = { wish: asked, id: `att_${ulid()}` };
      return client.call("POST /attempts", { body: { id: last.current.id, ...wish } });
    },
    onSuccess: async (attempt) => {
      last.current = undefined;
      queryClient.setQueryData(attemptQuery(attempt.id).queryKey, attempt);
      void queryClient.invalidateQueries({ queryKey: attemptsQuery.queryKey });
      await navigate({ to: "/attempts/$attemptId", params: { attemptId: attempt.id } });
    },
  });
}
