import "./styles.ts";
import { RouterProvider } from "@tanstack/react-router";
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { noteMove } from "../components/page.tsx";
import { createQueryClient } from "../lib/api.ts";
import { watchNetwork } from "../lib/connection.ts";
import { drafts } from "../lib/drafts.ts";
import { fetchOutputs, type Outputs } from "../lib/outputs.ts";
import { configureSession, getSession, refreshSession, subscribeToSession } from "../lib/session.ts";
import { hasUnsaved } from "../lib/unsaved.ts";
import { StartFailure } from "./failures.tsx";
import { Providers } from "./providers.tsx";
import { createAppRouter } from "./router.tsx";

const queryClient = createQueryClient();

async function start(): Promise<void> {
  let outputs: Outputs;
  try {
    outputs = await fetchOutputs();
  } catch {
    show(<StartFailure />);
    return;
  }
  configureSession(outputs);
  watchNetwork();
  const session = await refreshSession();
  // Without a network nobody may be known yet: what is kept is for whoever typed it, and others never see it.
  if (session) drafts.keepOnly(session.userId);

  const router = createAppRouter(queryClient, outputs);
  subscribeToSession((change) => {
    drafts.keepOnly(getSession()?.userId);
    // Unsaved answers stay on the page, so that they can be saved after signing in again in another tab.
    if (change !== "left" && hasUnsaved()) return;
    // What one person loaded is not for the next.
    queryClient.clear();
    void (change === "left" ? router.navigate({ to: "/sign-in" }) : router.invalidate());
  });
  router.subscribe("onBeforeNavigate", ({ fromLocation, pathChanged }) => {
    if (fromLocation && pathChanged) noteMove();
  });
  show(<RouterProvider router={router} />);
}

function show(page: ReactNode): void {
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <Providers queryClient={queryClient}>{page}</Providers>
    </StrictMode>,
  );
}

void start();
