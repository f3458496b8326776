import { Text, Title } from "@mantine/core";
import { ButtonLink } from "../../components/links.tsx";
import { isInstructor, useSession } from "../../lib/session.ts";
import classes from "./dashboard.module.css";

/** The way to how the exam's questions do, for those who look after them. */
export function Questions({ examId }: { examId: string }) {
  const session = useSession();
  return (
    <section aria-labelledby="questions" className={classes.section}>
      <Title order={2} id="questions">
        Questions
      </Title>
      {isInstructor(session) ? (
        <>
          <Text className={classes.reading ?? ""}>
            How hard each question of the exam is and how well it tells those who know from those who don't,
            from the first answers of all learners.
          </Text>
          <ButtonLink variant="default" w="fit-content" to="/exams/$examId/items" params={{ examId }}>
            Item statistics
          </ButtonLink>
        </>
      ) : (
        <Text className={classes.reading ?? ""}>
          The platform's instructors look after the questions of the exam and their statistics. If one seems
          wrong to you, dispute it where you have answered it.
        </Text>
      )}
    </section>
  );
}
