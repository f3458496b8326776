import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { AnchorLink, ButtonLink } from "../../components/links.tsx";
import { Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { examsQuery } from "../../lib/api.ts";
import { isInstructor, useSession } from "../../lib/session.ts";
import classes from "./bank.module.css";

/** What is for those who look after the bank. Others are told so, instead of being refused by every request. */
export function Instructors({ children }: { children: ReactNode }) {
  if (isInstructor(useSession())) return children;
  return (
    <Page title="For instructors" reading>
      <Notice kind="notice" actions={<ButtonLink to="/">Go home</ButtonLink>}>
        The bank is for the platform's instructors, who look after its questions for everybody. Whoever runs
        the platform can make you one; sign out and in again afterwards.
      </Notice>
    </Page>
  );
}

/** Where one can go in an exam's bank. */
export function Places({ examId, here }: { examId: string; here?: "items" | "disputes" }) {
  const { data } = useQuery(examsQuery);
  const navigate = useNavigate();
  const exams = data?.items ?? [];
  const link = {
    params: { examId },
    underline: "never",
    className: classes.place ?? "",
    activeOptions: { exact: true, includeSearch: false },
  } as const;
  return (
    <div className={classes.places}>
      <nav aria-label="Bank">
        <AnchorLink to="/exams/$examId/items" {...link}>
          Items
        </AnchorLink>
        <AnchorLink to="/exams/$examId/disputes" {...link}>
          Disputes
        </AnchorLink>
      </nav>
      {here && exams.length > 1 && (
        <NativeSelect
          aria-label="Exam"
          className={classes.exam ?? ""}
          value={examId}
          onChange={({ currentTarget: { value } }) =>
            void navigate({ to: `/exams/$examId/${here}`, params: { examId: value } })
          }
          data={exams.map(({ id, code }) => ({ value: id, label: code }))}
        />
      )}
    </div>
  );
}
