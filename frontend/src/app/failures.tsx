import { Button, Text } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { ButtonLink } from "../components/links.tsx";
import { Notice } from "../components/notice.tsx";
import { Page } from "../components/page.tsx";

/** Shown where no page has this address. */
export function NotFound() {
  return (
    <Page title="Page not found" reading>
      <Text mb="lg">
        There is nothing at this address. It may have been mistyped, or what was here is gone.
      </Text>
      <ButtonLink to="/">Go home</ButtonLink>
    </Page>
  );
}

/** Shown in place of a page that failed to load or to render. */
export function PageFailure({ reset }: ErrorComponentProps) {
  return (
    <Page title="Something went wrong" reading>
      <Notice
        kind="problem"
        actions={
          <>
            <Button onClick={reset}>Try again</Button>
            <Button variant="default" onClick={() => location.reload()}>
              Load the page again
            </Button>
          </>
        }
      >
        This page could not be shown. Your answers are saved as far as the page said so.
      </Notice>
    </Page>
  );
}

/** Shown where the site could not start at all. */
export function StartFailure() {
  return (
    <main style={{ padding: "2rem 1rem" }}>
      <Page title="Lyceum can't start" reading>
        <Notice kind="problem" actions={<Button onClick={() => location.reload()}>Try again</Button>}>
          The configuration of this site could not be loaded. Check the connection and try again.
        </Notice>
      </Page>
    </main>
  );
}
