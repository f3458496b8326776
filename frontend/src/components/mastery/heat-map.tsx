import type { Domain } from "@lyceum/shared/exams";
import { VisuallyHidden } from "@mantine/core";
import { percent } from "../../lib/format.ts";
import { Chart } from "../chart/chart.tsx";
import { AnchorLink } from "../links.tsx";
import classes from "./heat-map.module.css";
import { masterySentence, shade, shareOf, type TaskAnswers } from "./mastery.ts";

/** What is known of each task, a row for each domain: the share of right answers as a shade and in figures. */
export function HeatMap({
  domains,
  tasks,
  practiseExamId,
}: {
  domains: readonly Domain[];
  tasks: readonly TaskAnswers[];
  /** Where a task leads to practising it: the exam that it belongs to. */
  practiseExamId?: string;
}) {
  const known = new Map(tasks.filter(({ answered }) => answered > 0).map((task) => [task.taskId, task]));
  return (
    <Chart
      wide
      sentence={masterySentence(domains, tasks)}
      legend={<Legend />}
      table={{
        head: ["Task", "Right", "Answered", "Share right"],
        rows: domains.flatMap((domain) =>
          domain.tasks.map(({ id, title }) => {
            const task = known.get(id);
            return {
              id,
              cells: [
                `${id} ${title}`,
                task?.right ?? 0,
                task?.answered ?? 0,
                task ? percent(shareOf(task)) : "No answers yet",
              ],
            };
          }),
        ),
      }}
    >
      <ul className={classes.domains}>
        {domains.map((domain) => (
          <li key={domain.id} className={classes.domain}>
            <span className={classes.name}>
              {domain.id}. {domain.title}
            </span>
            <ul className={classes.tasks}>
              {domain.tasks.map(({ id, title }) => (
                <li key={id}>
                  <Cell id={id} title={title} task={known.get(id)} practiseExamId={practiseExamId} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Chart>
  );
}

function Cell({
  id,
  title,
  task,
  practiseExamId,
}: {
  id: string;
  title: string;
  task: TaskAnswers | undefined;
  practiseExamId: string | undefined;
}) {
  const content = (
    <>
      <span className={classes.title}>
        {id} {title}
      </span>
      <span className={classes.figures}>
        {task ? (
          <>
            <strong>{percent(shareOf(task))}</strong>
            <VisuallyHidden> right: </VisuallyHidden>{" "}
            <span className={classes.counts}>
              {task.right} of {task.answered}
            </span>
          </>
        ) : (
          "No answers yet"
        )}
      </span>
    </>
  );
  const look = { className: classes.cell ?? "", "data-shade": task ? shade(task) : undefined };
  if (!practiseExamId) return <div {...look}>{content}</div>;
  return (
    <AnchorLink
      to="/exams/$examId/quiz"
      params={{ examId: practiseExamId }}
      search={{ task: id }}
      underline="never"
      {...look}
    >
      <VisuallyHidden>Practise </VisuallyHidden>
      {content}
    </AnchorLink>
  );
}

const Legend = () => (
  <>
    <span className={classes.scale} aria-hidden>
      {[0, 1, 2, 3, 4].map((step) => (
        <span key={step} className={classes.swatch} data-shade={step} />
      ))}
    </span>
    The stronger the shade, the larger the share of right answers: a step for each 20%. A dashed frame is a
    task without answers.
  </>
);
