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
import { boardSearch } from "../features/boards/search.ts";
import { ExamProblem } from "../features/home/exam-problem.tsx";
import { type Filter, filterOf } from "../features/review/filters.ts";
import { examQuery } from "../lib/api.ts";
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

const profile = createRoute({
  getParentRoute: () => members,
  path: "/profile",
  component: lazyRouteComponent(() => import("../features/account/profile.tsx"), "Profile"),
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

const groupPlace = createRoute({
  getParentRoute: () => group,
  path: "/me",
  component: lazyRouteComponent(() => import("../features/cohorts/place-page.tsx"), "PlacePage"),
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
    exam.addChildren([quiz, drill, mock, readiness]),
    profile,
    groups,
    newGroup,
    group.addChildren([
      groupBoards,
      groupBoard,
      groupPlace,
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
