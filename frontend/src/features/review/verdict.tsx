import type { Result, ScaledScore, SubmittedAttempt } from "@lyceum/shared/attempts";
import type { ExamProfile } from "@lyceum/shared/exams";
import { Text } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { Chart } from "../../components/chart/chart.tsx";
import { IntervalChart } from "../../components/chart/interval-chart.tsx";
import { counted, percent } from "../../lib/format.ts";
import { overallInterval, standardErrorAtCut } from "./report.ts";
import classes from "./review.module.css";
import { bandSentence } from "./summary.ts";

/** The heading of a result: a mock's scaled score and whether it passes, else how much was right. */
export function VerdictHeading({ result: { scaled, correct, total } }: { result: Result }) {
  if (!scaled) return `${correct} of ${total} right (${percent(total === 0 ? 0 : correct / total)})`;
  const Icon = scaled.passed ? IconCircleCheck : IconCircleX;
  return (
    <span className={classes.verdict}>
      <span className={classes.score}>{scaled.score}</span>{" "}
      <span className={classes.outcome} data-verdict={scaled.passed ? "right" : "wrong"}>
        <Icon size={26} aria-hidden />
        {scaled.passed ? "Passed" : "Not passed"}
        {" by this estimate"}
      </span>
    </span>
  );
}

/** What a score is worth: its interval in a drawing, what was counted, and why it is not more exact. */
export function Verdict({
  attempt,
  exam,
}: {
  attempt: SubmittedAttempt;
  /** `undefined` while it is loaded. */
  exam: ExamProfile | undefined;
}) {
  const { result } = attempt;
  const counts = countsOf(attempt);
  return (
    <>
      {counts !== "" && <Text className={classes.reading ?? ""}>{counts}</Text>}
      {result.scaled ? (
        <div className={classes.band}>
          {exam && <ScaledBand scaled={result.scaled} result={result} exam={exam} />}
        </div>
      ) : (
        <ShareBand result={result} />
      )}
      {result.scaled && exam && (
        <Text className={classes.reading ?? ""} size="sm" c="dimmed">
          Your score is an estimate. A form of {counted(result.total, "scored question")} has a standard error
          of about {Math.round(standardErrorAtCut(exam.scale, result) / 10) * 10} points near the pass mark,
          and vendors do not publish how they equate the forms of an exam, so the same answers could give
          another score there.
        </Text>
      )}
    </>
  );
}

function countsOf({ result: { scaled, correct, total, answered }, items }: SubmittedAttempt): string {
  const open = total - answered;
  const trial = items.length - total;
  const said = [
    scaled &&
      `${correct} of ${total} scored questions right${trial > 0 ? `; ${trial} on trial did not count` : ""}.`,
    open > 0 && `${counted(open, "question")} not answered, which counts as wrong.`,
  ];
  return said.filter((part) => typeof part === "string").join(" ");
}

function ScaledBand({ scaled, result, exam }: { scaled: ScaledScore; result: Result; exam: ExamProfile }) {
  const { score, low, high, pass } = scaled;
  const { min, max } = exam.scale;
  return (
    <Chart
      sentence={bandSentence(scaled)}
      legend={`Dot: your estimated score. Line: its 95% band. Dashed: the pass mark, where ${percent(result.cut)} are right.`}
      table={{
        head: ["", "Points"],
        rows: [
          { id: "score", cells: ["Estimated score", score] },
          { id: "band", cells: ["95% band", `${low} to ${high}`] },
          { id: "pass", cells: ["Pass mark", pass] },
          { id: "scale", cells: ["Scale", `${min} to ${max}`] },
        ],
      }}
    >
      <IntervalChart
        rows={[
          {
            id: "score",
            label: "Scaled score",
            drawn: { value: score, low, high },
            text: `${low} to ${high}`,
          },
        ]}
        scale={{ min, max }}
        ticks={[min, max]}
        mark={{ at: pass, label: `Pass ${pass}` }}
        format={String}
      />
    </Chart>
  );
}

function ShareBand({ result }: { result: Result }) {
  const { correct, total } = result;
  if (total === 0) return null;
  const { low, high } = overallInterval(result);
  const interval = `${percent(low)} to ${percent(high)}`;
  return (
    <Chart
      sentence={`${counted(total, "question")} ${total === 1 ? "says" : "say"} only so much: of very many like these, you would likely get between ${percent(low)} and ${percent(high)} right.`}
      legend="Dot: the share that was right. Line: its 95% interval."
      table={{
        head: ["", "Right", "Share", "95% interval"],
        rows: [{ id: "all", cells: ["All", `${correct} of ${total}`, percent(correct / total), interval] }],
      }}
    >
      <IntervalChart
        rows={[
          { id: "all", label: "Share right", drawn: { value: correct / total, low, high }, text: interval },
        ]}
        scale={{ min: 0, max: 1 }}
        ticks={[0, 0.5, 1]}
        format={(share) => percent(share)}
      />
    </Chart>
  );
}
