import { cohorts } from "@lyceum/shared/cohorts";
import { mail } from "../aws/mail.ts";
import { createTable } from "../aws/table.ts";
import { environment, mailFrom } from "../environment.ts";
import { examStore } from "../exams/store.ts";
import { logger } from "../http/logger.ts";
import { run } from "../http/run.ts";
import { boardHandlers } from "./boards/handlers.ts";
import { boardStore } from "./boards/store.ts";
import { dashboardHandlers } from "./dashboards/handlers.ts";
import { dashboardStore } from "./dashboards/store.ts";
import { handlers } from "./handlers.ts";
import { inviteMailHandlers } from "./invites/handlers.ts";
import { mailStore } from "./invites/store.ts";
import { cohortStore } from "./store.ts";

const table = createTable(environment("TABLE_NAME"));
const exams = examStore(table);
const store = cohortStore(table);

const now = () => new Date().toISOString();
const standings = boardStore(table);
const boards = boardHandlers({ boards: standings, now });

const dashboards = dashboardHandlers({
  members: store,
  standings,
  store: dashboardStore(table),
  examOf: exams.get,
  now,
});
const inviteMail = inviteMailHandlers({
  store,
  mails: mailStore(table),
  examTitle: async (examId) => (await exams.get(examId))?.title,
  send: mail(mailFrom()).send,
  siteUrl: environment("SITE_URL"),
  now,
});

export const handler = run(
  cohorts,
  {
    ...handlers({ store, examExists: async (examId) => (await exams.get(examId)) !== undefined, now }),
    ...dashboards,
    ...inviteMail,
    board: boards.board,
    boardRows: boards.boardRows,
  },
  logger,
  { findMembership: store.membership, entityTags: { board: boards.tag } },
);
