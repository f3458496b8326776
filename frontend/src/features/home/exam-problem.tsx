import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { LoadProblem } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";

/** Shown in place of the pages about an exam where the exam could not be loaded. */
export function ExamProblem({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Page title="Exam" reading>
      <LoadProblem what="The exam" error={error} onRetry={() => void router.invalidate()} />
    </Page>
  );
}
