import type { Mode } from "@lyceum/shared/attempts";
import { ClientError } from "@lyceum/shared/contract/client";
import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { ChoiceCard } from "../../components/choice-card.tsx";
import { Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { messageOf, progressQuery } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import { useStartAttempt } from "../../lib/start-attempt.ts";
import classes from "./home.module.css";
import { SourcePicker } from "./source-picker.tsx";
import { poolOf } from "./sources.ts";
import { useSource } from "./use-source.ts";

const route = getRouteApi("/members/exams/$examId");
const quizRoute = getRouteApi("/members/exams/$examId/quiz");

const mostItems = 90;
const usualCounts = [5, 10, 20, 40];

/** The form that starts a quiz: from what, how many, with feedback when. */
export function QuizPage() {
  const exam = route.useLoaderData();
  const progress = useQuery(progressQuery(exam.id));
  const from = useSource(progress.data, exam.domains, quizRoute.useSearch().task);
  const [count, setCount] = useState("10");
  const [mode, setMode] = useState<Mode>("practice");
  const start = useStartAttempt();
  const available = from.choice?.count;
  const fewer = available !== undefined && available < Number(count);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!from.check()) return;
    start.mutate({
      kind: "quiz",
      examId: exam.id,
      mode,
      ...poolOf(from.source, exam.domains, from.ticked),
      count: Math.min(mostItems, fewer ? available : Number(count)),
    });
  }

  const tooFew = start.error instanceof ClientError && start.error.code === "bank_too_small";
  return (
    <Page title="Quiz" heading={`${exam.code}: quiz`} reading>
      <form onSubmit={submit} className={classes.form}>
        <SourcePicker {...from} />
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
          aria-describedby={tooFew ? "start-problem" : fewer ? "fewer" : undefined}
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
        {fewer && (
          <p id="fewer" className={classes.hint}>
            There are only so many: the quiz will have {counted(available, "question")}.
          </p>
        )}
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
        <BusyButton type="submit" busy={start.isPending} w="fit-content">
          Start
        </BusyButton>
      </form>
    </Page>
  );
}
