import { useEffect } from "react";

interface Pages {
  hasNextPage: boolean;
  isFetching: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
}

/** Loads a list to its end, page after page, as long as nothing goes wrong. */
export function useAllPages({ hasNextPage, isFetching, isFetchNextPageError, fetchNextPage }: Pages): void {
  useEffect(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
}

/** A list to its end, page after page, for what is not shown. Tells how many there are so far. */
export async function everyPage<Item>(
  pageAt: (cursor: string | undefined) => Promise<{ items: readonly Item[]; cursor?: string | undefined }>,
  onProgress: (loaded: number) => void,
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageAt(cursor);
    all.push(...page.items);
    onProgress(all.length);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return all;
}
