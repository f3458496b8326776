import type { ExamProfile } from "@lyceum/shared/exams";
import type { Progress } from "@lyceum/shared/readiness";
import { Text, Title } from "@mantine/core";
import { Chart } from "../../components/chart/chart.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { calendarDay } from "../../lib/countdown.ts";
import { dayIn, ownTimeZone } from "../../lib/days.ts";
import classes from "./activity.module.css";
import { activitySentence, type CalendarWeek, calendar, steps } from "./calendar.ts";
import readiness from "./readiness.module.css";

/** On which days of the last twelve weeks the learner has answered new questions. */
export function Activity({ days, exam }: { days: Progress["days"]; exam: ExamProfile }) {
  return (
    <section aria-labelledby="activity" className={readiness.section}>
      <Title order={2} id="activity">
        Activity
      </Title>
      {days.length === 0 ? (
        <>
          <Text className={readiness.reading ?? ""}>
            {activitySentence(days)} Every day with some fills a square of the calendar that will be here.
          </Text>
          <ButtonLink variant="default" w="fit-content" to="/exams/$examId/quiz" params={{ examId: exam.id }}>
            Choose a quiz
          </ButtonLink>
        </>
      ) : (
        <Chart
          sentence={activitySentence(days)}
          legend={<Legend />}
          table={{
            head: ["Day", "Answered", "Right"],
            rows: days.toReversed().map(({ date, answered, right }) => ({
              id: date,
              cells: [calendarDay(date), answered, right],
            })),
          }}
        >
          <Calendar weeks={calendar(days, dayIn(ownTimeZone(), new Date()))} />
        </Chart>
      )}
    </section>
  );
}

const named = ["Mon", undefined, "Wed", undefined, "Fri", undefined, "Sun"];

/** For the eyes alone: the table has the same. */
const Calendar = ({ weeks }: { weeks: readonly CalendarWeek[] }) => (
  <div className={classes.calendar} aria-hidden>
    <div className={classes.week}>
      <span className={classes.month} />
      {named.map((name, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the days of a week keep their order
        <span key={place} className={classes.name}>
          {name}
        </span>
      ))}
    </div>
    {weeks.map(({ monday, month, days }) => (
      <div key={monday} className={classes.week}>
        <span className={classes.month}>{month}</span>
        {days.map((day, place) =>
          day ? (
            <span
              key={day.date}
              className={classes.day}
              data-shade={day.shade}
              title={`${calendarDay(day.date)}: ${day.answered}`}
            />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the days of a week keep their order
            <span key={place} className={classes.none} />
          ),
        )}
      </div>
    ))}
  </div>
);

const Legend = () => (
  <>
    A square for each day: the stronger its shade, the more answers.{" "}
    <span className={classes.legend} aria-hidden>
      {["none", ...steps.map((step, place) => rangeOf(step, steps[place + 1]))].map((text, shade) => (
        <span key={text} className={classes.key}>
          <span className={classes.day} data-shade={shade} /> {text}
        </span>
      ))}
    </span>
  </>
);

const rangeOf = (from: number, next: number | undefined): string =>
  next === undefined ? `${from} or more` : `${from} to ${next - 1}`;
