import { Outlet, useRouterState } from "@tanstack/react-router";
import { AnchorLink } from "../components/links.tsx";
import { Notice } from "../components/notice.tsx";
import { useReachable } from "../lib/connection.ts";
import { isInstructor, isOperator, useSession } from "../lib/session.ts";
import classes from "./layout.module.css";

/** What surrounds every page: a way past it, the name of the site, where one can go, and whether the server answers. */
export function Layout() {
  const session = useSession();
  const reachable = useReachable();
  const loading = useRouterState({ select: (state) => state.status === "pending" });
  const inBank = useRouterState({
    select: ({ matches }) => matches.some(({ routeId }) => isOfBank(routeId)),
  });
  return (
    <>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <AnchorLink to="/" className={classes.name ?? ""} underline="never">
            <Mark />
            <span>Lyceum</span>
          </AnchorLink>
          {session && (
            <nav aria-label="Site">
              <AnchorLink
                to="/"
                underline="never"
                activeOptions={{ exact: true }}
                className={classes.link ?? ""}
              >
                Home
              </AnchorLink>
              <AnchorLink to="/groups" underline="never" className={classes.link ?? ""}>
                Groups
              </AnchorLink>
              {isInstructor(session) && (
                // It leads on to an exam's bank, so the router doesn't know by itself when one is there.
                <AnchorLink
                  to="/bank"
                  underline="never"
                  className={classes.link ?? ""}
                  {...(inBank && { "data-status": "active", "aria-current": "true" })}
                >
                  Bank
                </AnchorLink>
              )}
              {isOperator(session) && (
                <AnchorLink to="/operations" underline="never" className={classes.link ?? ""}>
                  Operations
                </AnchorLink>
              )}
              <AnchorLink to="/profile" underline="never" className={classes.link ?? ""}>
                Profile
              </AnchorLink>
            </nav>
          )}
        </div>
        <div className={classes.progress} data-loading={loading || undefined} />
      </header>
      <main id="content" tabIndex={-1} className={classes.main}>
        {!reachable && (
          <div className={classes.offline}>
            <Notice kind="notice">
              The server can't be reached. In a quiz you can go on: your answers are kept on this device, and
              saved as soon as the server answers again.
            </Notice>
          </div>
        )}
        <Outlet />
      </main>
    </>
  );
}

const bank: readonly string[] = [
  "/members/exams/$examId/items",
  "/members/exams/$examId/disputes",
  "/members/questions/$questionId/$version",
];
const isOfBank = (routeId: string): boolean => bank.includes(routeId);

const Mark = () => (
  <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden>
    <rect width="32" height="32" rx="7" fill="#1f6579" />
    <path
      d="M8 12 16 7l8 5v1.8H8zM10 15.5h2.6v7H10zm4.7 0h2.6v7h-2.6zm4.7 0H22v7h-2.6zM8 24h16v2H8z"
      fill="#fff"
    />
  </svg>
);
