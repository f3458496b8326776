import { Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";

/** The bank where there is no exam to have one: otherwise its address leads on to an exam's items. */
export const NoExamPage = () => (
  <Page title="Bank" reading>
    <Notice kind="notice">There is no exam yet. Ask whoever runs this platform to add one.</Notice>
  </Page>
);
