import { ClientError } from "@lyceum/shared/contract/client";
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { lookOf } from "../features/bank/items.ts";
import { casesSearch } from "../features/bank/search.ts";
import { boardSearch } from "../features/boards/search.ts";
import { wishSearch } from "../features/generation/search.ts";
import { ExamProblem } from "../features/home/exam-problem.tsx";
import { noteSearch } from "../features/notes/search.ts";
import { operationsSearch } from "../features/operations/search.ts";
import { queueSearch } from "../features/question-review/search.ts";
import { type Filter, filterOf } from "../features/review/filters.ts";
import { qualitySearch } from "../features/tutor-quality/search.ts";
import { accountQuery, examQuery, examsQuery } from "../lib/api.ts";
import { keepSecret } from "../lib/invite-link.ts";
import type { Outputs } from "../lib/outputs.ts";
import { safePath } from "../lib/safe-path.ts";
import { getSession } from "../lib/session.ts";
import { NotFound, PageFailure } from "./failures.tsx";
import { Layout } from "./layout.tsx";

interface Context {
  queryClient: QueryClient;
  outputs: Outputs;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

function emailSearch(search: Record<string, unknown>): { email?: string } {
  const email = text(search.email);
  return email ? { email } : {};
}

const root = createRootRouteWithContext<Context>()({ component: Layout, notFoundComponent: NotFound });

/** Pages for people who are signed in. Others sign in first and come back. */
const members = createRoute({
  getParentRoute: () => root,
  id: "members",
  beforeLoad: ({ location }) => {
    if (getSession()) return;
    throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
  },
});

/** Pages that make no sense for people who are signed in: they go on to where they wanted to. */
const visitors = createRoute({
  getParentRoute: () => root,
  id: "visitors",
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = text(search.next);
    return next ? { next } : {};
  },
  // Who comes from an invite may sign in, sign up, or reset the password first.
  search: { middlewares: [retainSearchParams(["next"])] },
  beforeLoad: ({ search }) => {
    if (getSession()) throw redirect({ href: safePath(search.next, location.origin) });
  },
});

const home = createRoute({
  getParentRoute: () => members,
  path: "/",
  component: lazyRouteComponent(() => import("../features/home/home.tsx"), "Home"),
});

const attempt = createRoute({
  getParentRoute: () => members,
  path: "/attempts/$attemptId",
  validateSearch: ({ item, ...search }: Record<string, unknown>): { item?: number } & Filter => ({
    ...(Number.isInteger(item) && { item: Number(item) }),
    ...filterOf(search),
  }),
  component: lazyRouteComponent(() => import("./attempt-page.tsx"), "AttemptPage"),
});

/** Pages about one exam, which is there when they are shown. */
const exam = createRoute({
  getParentRoute: () => members,
  path: "/exams/$examId",
  loader: async ({ context: { queryClient }, params: { examId } }) => {
    try {
      return await queryClient.ensureQueryData(examQuery(examId));
    } catch (error) {
      if (error instanceof ClientError && ["not_found", "invalid_request"].includes(error.code))
        throw notFound();
      throw error;
    }
  },
  errorComponent: ExamProblem,
  notFoundComponent: NotFound,
});

const quiz = createRoute({
  getParentRoute: () => exam,
  path: "/quiz",
  validateSearch: (search: Record<string, unknown>): { task?: string } => {
    const task = text(search.task);
    return task ? { task } : {};
  },
  component: lazyRouteComponent(() => import("../features/home/quiz-page.tsx"), "QuizPage"),
});

const drill = createRoute({
  getParentRoute: () => exam,
  path: "/drill",
  component: lazyRouteComponent(() => import("../features/home/drill-page.tsx"), "DrillPage"),
});

const mock = createRoute({
  getParentRoute: () => exam,
  path: "/mock",
  component: lazyRouteComponent(() => import("../features/mock/mock-page.tsx"), "MockPage"),
});

const readiness = createRoute({
  getParentRoute: () => exam,
  path: "/readiness",
  component: lazyRouteComponent(() => import("../features/readiness/readiness-page.tsx"), "ReadinessPage"),
});

const items = createRoute({
  getParentRoute: () => exam,
  path: "/items",
  validateSearch: lookOf,
  component: lazyRouteComponent(() => import("../features/bank/items-page.tsx"), "ItemsPage"),
});

const cases = createRoute({
  getParentRoute: () => exam,
  path: "/disputes",
  validateSearch: casesSearch,
  component: lazyRouteComponent(() => import("../features/bank/cases-page.tsx"), "CasesPage"),
});

const examNotes = createRoute({
  getParentRoute: () => exam,
  path: "/notes",
});

const examNoteList = createRoute({
  getParentRoute: () => examNotes,
  path: "/",
  component: lazyRouteComponent(() => import("../features/notes/shared-notes-page.tsx"), "SharedNotesPage"),
});

const examNote = createRoute({
  getParentRoute: () => examNotes,
  path: "/$noteId",
  validateSearch: noteSearch,
  component: lazyRouteComponent(() => import("../features/notes/shared-note-page.tsx"), "SharedNotePage"),
});

/** The bank of the exam that one prepares for, or of the first there is. */
const bank = createRoute({
  getParentRoute: () => members,
  path: "/bank",
  loader: async ({ context: { queryClient } }) => {
    const [exams, account] = await Promise.all([
      queryClient.ensureQueryData(examsQuery),
      queryClient.ensureQueryData(accountQuery),
    ]);
    const chosen = exams.items.find(({ id }) => id === account.examId) ?? exams.items[0];
    if (chosen) throw redirect({ to: "/exams/$examId/items", params: { examId: chosen.id }, replace: true });
  },
  component: lazyRouteComponent(() => import("../features/bank/no-exam-page.tsx"), "NoExamPage"),
});

const version = createRoute({
  getParentRoute: () => members,
  path: "/questions/$questionId/$version",
  component: lazyRouteComponent(() => import("../features/bank/version-page.tsx"), "VersionPage"),
});

const disputes = createRoute({
  getParentRoute: () => members,
  path: "/disputes",
  component: lazyRouteComponent(() => import("../features/disputes/disputes-page.tsx"), "DisputesPage"),
});

const profile = createRoute({
  getParentRoute: () => members,
  path: "/profile",
  component: lazyRouteComponent(() => import("../features/account/profile.tsx"), "Profile"),
});

const operations = createRoute({
  getParentRoute: () => members,
  path: "/operations",
  validateSearch: operationsSearch,
  component: lazyRouteComponent(() => import("../features/operations/operations-page.tsx"), "OperationsPage"),
});

const groups = createRoute({
  getParentRoute: () => members,
  path: "/groups",
  component: lazyRouteComponent(() => import("../features/cohorts/groups-page.tsx"), "GroupsPage"),
});

const newGroup = createRoute({
  getParentRoute: () => members,
  path: "/groups/new",
  component: lazyRouteComponent(() => import("../features/cohorts/create-page.tsx"), "CreatePage"),
});

const group = createRoute({ getParentRoute: () => members, path: "/groups/$cohortId" });

const groupBoards = createRoute({
  getParentRoute: () => group,
  path: "/",
  validateSearch: boardSearch,
  component: lazyRouteComponent(() => import("../features/boards/boards-page.tsx"), "BoardsPage"),
});

const groupBoard = createRoute({
  getParentRoute: () => group,
  path: "/board",
  validateSearch: boardSearch,
  component: lazyRouteComponent(() => import("../features/boards/whole-board-page.tsx"), "WholeBoardPage"),
});

const groupMocks = createRoute({
  getParentRoute: () => group,
  path: "/mocks",
});

const groupMockList = createRoute({
  getParentRoute: () => groupMocks,
  path: "/",
  component: lazyRouteComponent(() => import("../features/group-mocks/mocks-page.tsx"), "MocksPage"),
});

const newGroupMock = createRoute({
  getParentRoute: () => groupMocks,
  path: "/new",
  component: lazyRouteComponent(() => import("../features/group-mocks/new-mock-page.tsx"), "NewMockPage"),
});

const groupMock = createRoute({
  getParentRoute: () => groupMocks,
  path: "/$mockId",
  component: lazyRouteComponent(() => import("../features/group-mocks/group-mock-page.tsx"), "GroupMockPage"),
});

const groupPlace = createRoute({
  getParentRoute: () => group,
  path: "/me",
  component: lazyRouteComponent(() => import("../features/cohorts/place-page.tsx"), "PlacePage"),
});

const groupDashboard = createRoute({
  getParentRoute: () => group,
  path: "/dashboard",
  component: lazyRouteComponent(() => import("../features/dashboard/dashboard-page.tsx"), "DashboardPage"),
});

const groupMembers = createRoute({
  getParentRoute: () => group,
  path: "/members",
  component: lazyRouteComponent(() => import("../features/cohorts/members-page.tsx"), "MembersPage"),
});

const groupInvites = createRoute({
  getParentRoute: () => group,
  path: "/invites",
  component: lazyRouteComponent(() => import("../features/cohorts/invites-page.tsx"), "InvitesPage"),
});

const groupLog = createRoute({
  getParentRoute: () => group,
  path: "/log",
  component: lazyRouteComponent(() => import("../features/cohorts/log-page.tsx"), "LogPage"),
});

const groupNotes = createRoute({ getParentRoute: () => group, path: "/notes" });

const groupNoteList = createRoute({
  getParentRoute: () => groupNotes,
  path: "/",
  component: lazyRouteComponent(() => import("../features/notes/notes-page.tsx"), "NotesPage"),
});

const groupNote = createRoute({
  getParentRoute: () => groupNotes,
  path: "/$noteId",
  validateSearch: noteSearch,
  component: lazyRouteComponent(() => import("../features/notes/note-page.tsx"), "NotePage"),
});

/** The page stays while one goes from one conversation to another, and while a new one gets its address. */
const groupTutor = createRoute({
  getParentRoute: () => group,
  path: "/tutor",
  component: lazyRouteComponent(() => import("../features/tutor/tutor-page.tsx"), "TutorPage"),
});

const newConversation = createRoute({ getParentRoute: () => groupTutor, path: "/" });

const conversation = createRoute({ getParentRoute: () => groupTutor, path: "/$conversationId" });

const groupGenerate = createRoute({ getParentRoute: () => group, path: "/generate" });

const generate = createRoute({
  getParentRoute: () => groupGenerate,
  path: "/",
  validateSearch: wishSearch,
  component: lazyRouteComponent(() => import("../features/generation/generate-page.tsx"), "GeneratePage"),
});

const generation = createRoute({
  getParentRoute: () => groupGenerate,
  path: "/$generationId",
  component: lazyRouteComponent(() => import("../features/generation/generation-page.tsx"), "GenerationPage"),
});

const groupReview = createRoute({ getParentRoute: () => group, path: "/review" });

const reviewQueue = createRoute({
  getParentRoute: () => groupReview,
  path: "/",
  validateSearch: queueSearch,
  component: lazyRouteComponent(() => import("../features/question-review/queue-page.tsx"), "QueuePage"),
});

const reviewQuality = createRoute({
  getParentRoute: () => groupReview,
  path: "/quality",
  component: lazyRouteComponent(() => import("../features/review-quality/quality-page.tsx"), "QualityPage"),
});

/** A candidate, with the part of the queue that it was opened from. */
const candidate = createRoute({
  getParentRoute: () => groupReview,
  path: "/$questionId",
  validateSearch: queueSearch,
  component: lazyRouteComponent(
    () => import("../features/question-review/candidate-page.tsx"),
    "CandidatePage",
  ),
});

const groupQuestions = createRoute({
  getParentRoute: () => group,
  path: "/questions",
  component: lazyRouteComponent(
    () => import("../features/group-questions/questions-page.tsx"),
    "QuestionsPage",
  ),
});

const tutorQuality = createRoute({
  getParentRoute: () => group,
  path: "/tutor/quality",
  validateSearch: qualitySearch,
  component: lazyRouteComponent(
    () => import("../features/tutor-quality/quality-page.tsx"),
    "TutorQualityPage",
  ),
});

const groupSettings = createRoute({
  getParentRoute: () => group,
  path: "/settings",
  component: lazyRouteComponent(() => import("../features/cohorts/settings-page.tsx"), "SettingsPage"),
});

/** An invite's link, for anybody. Its fragment holds the secret, and is not there any more after signing in. */
const join = createRoute({
  getParentRoute: () => root,
  path: "/join/$inviteId",
  beforeLoad: ({ params, location }) => keepSecret(params.inviteId, location.hash),
  component: lazyRouteComponent(() => import("../features/cohorts/join-page.tsx"), "JoinPage"),
});

const signIn = createRoute({
  getParentRoute: () => visitors,
  path: "/sign-in",
  validateSearch: emailSearch,
  component: lazyRouteComponent(() => import("../features/auth/sign-in.tsx"), "SignIn"),
});

const signUp = createRoute({
  getParentRoute: () => visitors,
  path: "/sign-up",
  component: lazyRouteComponent(() => import("../features/auth/sign-up.tsx"), "SignUp"),
});

const confirm = createRoute({
  getParentRoute: () => visitors,
  path: "/confirm",
  validateSearch: emailSearch,
  component: lazyRouteComponent(() => import("../features/auth/confirm.tsx"), "Confirm"),
});

const resetPassword = createRoute({
  getParentRoute: () => visitors,
  path: "/reset-password",
  validateSearch: emailSearch,
  component: lazyRouteComponent(() => import("../features/auth/reset-password.tsx"), "ResetPassword"),
});

const routeTree = root.addChildren([
  members.addChildren([
    home,
    attempt,
    exam.addChildren([
      quiz,
      drill,
      mock,
      readiness,
      items,
      cases,
      examNotes.addChildren([examNoteList, examNote]),
    ]),
    bank,
    version,
    disputes,
    profile,
    operations,
    groups,
    newGroup,
    group.addChildren([
      groupBoards,
      groupBoard,
      groupMocks.addChildren([groupMockList, newGroupMock, groupMock]),
      groupNotes.addChildren([groupNoteList, groupNote]),
      groupTutor.addChildren([newConversation, conversation]),
      groupGenerate.addChildren([generate, generation]),
      groupReview.addChildren([reviewQueue, reviewQuality, candidate]),
      tutorQuality,
      groupQuestions,
      groupPlace,
      groupDashboard,
      groupMembers,
      groupInvites,
      groupLog,
      groupSettings,
    ]),
  ]),
  join,
  visitors.addChildren([signIn, signUp, confirm, resetPassword]),
]);

/** The pages of the site by their addresses; each is loaded when it is first opened. */
export const createAppRouter = (queryClient: QueryClient, outputs: Outputs) =>
  createRouter({
    routeTree,
    context: { queryClient, outputs },
    defaultPreload: "intent",
    defaultErrorComponent: PageFailure,
    scrollRestoration: true,
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
