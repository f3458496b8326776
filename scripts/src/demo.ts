import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { accountStore } from "@lyceum/backend/account/store";
import { createTable } from "@lyceum/backend/aws/table";
import { examStore } from "@lyceum/backend/exams/store";
import { questionStore } from "@lyceum/backend/questions/store";
import * as z from "zod";
import { readPacks } from "./content/library.ts";
import { userIdOf } from "./demo/accounts.ts";
import { naturesOf } from "./demo/answers.ts";
import type { Bank } from "./demo/bank.ts";
import { demoCohortId, putGroup, putHistory } from "./demo/group.ts";
import { demoMock, putGroupMock } from "./demo/group-mock.ts";
import { historyOf } from "./demo/history.ts";
import { demoLearners } from "./demo/learners.ts";
import { demoAnswers, putAnswers } from "./demo/tutor.ts";
import { mixedDice } from "./simulation/dice.ts";

// Makes the demo group of a new installation: invented learners with six weeks of history, and what they have asked the
// tutor. Comes after the content, and may be run again. Ledgers, statistics, boards and the tutor's figures follow by the
// table's stream, as always.

const environment = z.object({ TABLE_NAME: z.string(), USER_POOL_ID: z.string() }).parse(process.env);
const table = createTable(environment.TABLE_NAME);

const bank = await largestBank();
const examId = bank.exam.id;
const cognito = new CognitoIdentityProviderClient({});
const [owner, learner] = await Promise.all([
  userIdOf(cognito, environment.USER_POOL_ID, "instructor"),
  userIdOf(cognito, environment.USER_POOL_ID, "learner"),
]);

const learners = demoLearners(learner);
const until = await putGroup(table, { examId, owner, learners, now: new Date().toISOString() });
const accounts = accountStore(table);
if (!(await accounts.get(learner))) {
  await accounts.put(learner, { displayName: "", examId, examDate: null, extraTimePercent: 0 });
}

const mock = demoMock(demoCohortId, owner, bank, until);
const history = learners.flatMap((one) => historyOf(one, bank, until, mock));
await putHistory(table, history);
await putGroupMock(
  table,
  mock,
  history.map(({ record }) => record),
);

const pack = (await readPacks()).packs.find(({ exam }) => exam.id === examId);
const { notes = [], golden = [] } = pack ?? {};
const asked = demoAnswers({ cohortId: demoCohortId, examId, learners, notes, golden, until });
await putAnswers(table, asked);

/** Of the exam with the most questions: a mock needs many. */
async function largestBank(): Promise<Bank> {
  const store = questionStore(table);
  const exams = await examStore(table).list();
  const banks = await Promise.all(
    exams.map(async (exam) => ({ exam, published: await store.published(exam.id) })),
  );
  const bank = banks.sort((a, b) => b.published.length - a.published.length).at(0);
  if (!bank) throw new TypeError("there is no exam");
  const versions = await store.versions(
    bank.published.map(({ id, version }) => ({ questionId: id, version })),
  );
  return { ...bank, natures: naturesOf(versions, mixedDice(1)) };
}
