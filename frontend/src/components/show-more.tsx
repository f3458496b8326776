import { BusyButton } from "./busy-button.tsx";
import { LoadProblem } from "./notice.tsx";

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
}

/** Below a list that comes page by page: loads the next page, or says why it could not. */
export function ShowMore({
  pages,
  what,
  children = "Show more",
}: {
  pages: Pages;
  /** As in "… could not be loaded". */
  what: string;
  children?: string;
}) {
  if (!pages.hasNextPage) return null;
  return pages.isFetchNextPageError ? (
    <LoadProblem what={what} error={pages.error} onRetry={() => void pages.fetchNextPage()} />
  ) : (
    <BusyButton
      variant="default"
      onClick={() => void pages.fetchNextPage()}
      busy={pages.isFetchingNextPage}
      w="fit-content"
    >
      {children}
    </BusyButton>
  );
}
