import type { ReviewedItem, SubmittedAttempt } from "@lyceum/shared/attempts";
import type { ExamProfile } from "@lyceum/shared/exams";
import { Text, Title } from "@mantine/core";
import { Chart } from "../../components/chart/chart.tsx";
import { IntervalChart } from "../../components/chart/interval-chart.tsx";
import { timeTicks } from "../../components/chart/scale.ts";
import { duration } from "../../lib/durations.ts";
import { counted, percent } from "../../lib/format.ts";
import { calibration, changes, evenPace, slowerThan, timeReport } from "./report.ts";
import classes from "./review.module.css";
import { changesSentence, confidenceSentence, timeSentence } from "./summary.ts";

/** Opens an item in the list below. */
type OpenItem = (position: number) => void;

/** Where the time of an attempt went. */
export function TimeUse({
  attempt: { kind, mode, items, startedAt, submittedAt },
  exam,
  titleOf,
  onOpen,
}: {
  attempt: SubmittedAttempt;
  /** For its pace; `undefined` while it is loaded. */
  exam: ExamProfile | undefined;
  titleOf: (domainId: string) => string;
  onOpen: OpenItem;
}) {
  const report = timeReport(items);
  if (!report) return <Text>No times were recorded.</Text>;
  // Practice has no pace: explanations are read meanwhile.
  const seconds = exam && mode === "exam" ? evenPace(kind, exam) : undefined;
  const pace = seconds === undefined ? undefined : { seconds, slower: slowerThan(items, seconds) };
  const ticks = timeTicks(Math.max(seconds ?? 0, ...report.byDomain.map(({ high }) => high)));
  const elapsed = (Date.parse(submittedAt) - Date.parse(startedAt)) / 1000;
  return (
    <>
      <Chart
        sentence={timeSentence(report, pace)}
        legend={`Dot: the median. Line: the middle half of the questions.${pace ? ` Dashed: the even pace, ${paceSource[kind]}, without extra time.` : ""}`}
        table={{
          head: ["Domain", "Questions", "Median", "Middle half"],
          rows: report.byDomain.map(({ domainId, items, low, median, high }) => ({
            id: domainId,
            cells: [titleOf(domainId), items, duration(median), `${duration(low)} to ${duration(high)}`],
          })),
        }}
      >
        <IntervalChart
          rows={report.byDomain.map(({ domainId, low, median, high }) => ({
            id: domainId,
            label: titleOf(domainId),
            drawn: { value: median, low, high },
            text: duration(median),
          }))}
          scale={{ min: 0, max: ticks.at(-1) ?? 0 }}
          ticks={ticks}
          mark={pace && { at: pace.seconds, label: `Even pace ${duration(pace.seconds)}` }}
          format={duration}
        />
      </Chart>
      <dl className={classes.facts}>
        {/* A quiz may be left and taken up again days later. */}
        {kind !== "quiz" && (
          <div>
            <dt>From start to end</dt>
            <dd>{duration(elapsed)}</dd>
          </div>
        )}
        <div>
          <dt>With a question open</dt>
          <dd>{duration(report.open)}</dd>
        </div>
      </dl>
      <Title order={3}>What took longest</Title>
      <ol className={classes.slowest}>
        {report.slowest.map(({ position, session, review }) => (
          <li key={position}>
            <OpenButton position={position} onOpen={onOpen} />: {duration(session.seconds)},{" "}
            {review.correct ? "right" : "not right"}
          </li>
        ))}
      </ol>
    </>
  );
}

const paceSource = {
  mock: "the exam's time less what is kept for a last look",
  quiz: "the exam's time less what is kept for a last look",
  drill: "the time that a drill gives",
};

function OpenButton({ position, onOpen }: { position: number; onOpen: OpenItem }) {
  return (
    <button type="button" className={classes.open} onClick={() => onOpen(position)}>
      Question {position}
    </button>
  );
}

/** What changing answers did, and which they were. */
export function ChangedAnswers({ items, onOpen }: { items: readonly ReviewedItem[]; onOpen: OpenItem }) {
  const changed = changes(items);
  const groups = [
    { name: "From wrong to right", positions: changed.wrongToRight },
    { name: "From right to wrong", positions: changed.rightToWrong },
    { name: "From wrong to wrong", positions: changed.wrongToWrong },
  ];
  const none = groups.every(({ positions }) => positions.length === 0);
  return (
    <>
      <Text>{changesSentence(changed)}</Text>
      {!none && (
        <dl className={classes.facts}>
          {groups.map(({ name, positions }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {positions.length}
                {positions.map((position) => (
                  <OpenButton key={position} position={position} onOpen={onOpen} />
                ))}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

const confidenceNames = { guess: "Guess", unsure: "Unsure", sure: "Sure" };

/** How well the learner's confidence was founded. */
export function ConfidenceReport({ items }: { items: readonly ReviewedItem[] }) {
  const rows = calibration(items);
  const guessed = rows.find(({ confidence }) => confidence === "guess");
  if (rows.every(({ total }) => total === 0)) {
    return (
      <Text>
        You marked no answer as guess, unsure or sure. With such marks, this would show how well you know what
        you know.
      </Text>
    );
  }
  return (
    <>
      {guessed && guessed.total > 0 && (
        <Text>
          {guessed.correct} of {counted(guessed.total, "guess", "guesses")}{" "}
          {guessed.correct === 1 ? "was" : "were"} right.
        </Text>
      )}
      <Chart
        sentence={confidenceSentence(rows)}
        legend="Dot: share right. Line: its 95% interval."
        table={{
          head: ["Confidence", "Answers", "Right", "Share", "95% interval"],
          rows: rows.map(({ confidence, total, correct, low, high }) => ({
            id: confidence,
            cells: [
              confidenceNames[confidence],
              total,
              correct,
              total === 0 ? "none" : percent(correct / total),
              total === 0 ? "none" : `${percent(low)} to ${percent(high)}`,
            ],
          })),
        }}
      >
        <IntervalChart
          rows={rows.map(({ confidence, total, correct, low, high }) => ({
            id: confidence,
            label: confidenceNames[confidence],
            drawn: total === 0 ? undefined : { value: correct / total, low, high },
            text: total === 0 ? "no answer" : `${correct} of ${total}`,
          }))}
          scale={{ min: 0, max: 1 }}
          ticks={[0, 0.5, 1]}
          format={(share) => percent(share)}
        />
      </Chart>
    </>
  );
}
