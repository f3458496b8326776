import { ClientError } from "@lyceum/shared/contract/client";
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from "@tanstack/react-router";
import { ExamProblem } from "../features/home/exam-problem.tsx";
import { type Filter, filterOf } from "../features/review/filters.ts";
import { examQuery } from "../lib/api.ts";
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
  members.addChildren([home, attempt, exam.addChildren([quiz, drill, mock, readiness]), profile]),
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
