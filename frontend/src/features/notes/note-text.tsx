import { Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { loadedItems } from "../../lib/cohorts.ts";
import { partsQuery, type Shelf } from "../../lib/notes.ts";
import { Contents } from "./contents.tsx";
import { NoteMarkdown } from "./markdown.tsx";
import classes from "./reading.module.css";
import { citedText, type Piece, readingOf } from "./reading.ts";
import { type Place, quotesOf } from "./search.ts";

/** A version of a note, to be read. What is cited of it is marked, and comes into view. */
export function NoteText({
  shelf,
  noteId,
  title,
  version,
  place: { part, quote },
  level,
}: {
  shelf: Shelf;
  noteId: string;
  title: string;
  version: number;
  place: Place;
  /** Of the outermost headings within the text. */
  level: 2 | 3;
}) {
  const pages = useInfiniteQuery(partsQuery(shelf, noteId, version));
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = pages;
  const parts = loadedItems(pages.data);
  const pieces = useMemo(() => readingOf(parts ?? [], title), [parts, title]);
  const quotes = useMemo(() => quotesOf(quote), [quote]);
  const [first] = quotes;
  const cited = part === undefined ? undefined : citedText(pieces, part, first);
  const isFarther = part !== undefined && !cited;
  const text = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const citedFrom = cited?.from;

  // What is cited may be pages away.
  useEffect(() => {
    if (isFarther && hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [isFarther, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other words of the same text come into view, too
  useEffect(() => {
    if (citedFrom === undefined) return;
    const block = text.current?.querySelector<HTMLElement>(`[data-from="${citedFrom}"]`);
    (block?.querySelector("mark") ?? block)?.scrollIntoView({ block: "center" });
    block?.focus({ preventScroll: true });
  }, [citedFrom, first]);

  const hasParts = parts !== undefined;
  useEffect(() => {
    const element = end.current;
    if (!element || !hasParts || !hasNextPage || isFetching || isFetchNextPageError) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void fetchNextPage();
      },
      { rootMargin: "1200px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasParts, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);

  if (!parts) {
    return pages.isError ? (
      <LoadProblem what="The note" error={pages.error} onRetry={() => void pages.refetch()} />
    ) : (
      <div role="status" aria-label="Loading the note" className={classes.loading}>
        <Skeleton height={16} />
        <Skeleton height={16} />
        <Skeleton height={16} width="70%" />
        <Skeleton height={160} />
      </div>
    );
  }
  return (
    <div className={classes.columns}>
      <Contents pieces={pieces} isWhole={!hasNextPage} />
      <div className={classes.text} ref={text}>
        {isFarther && !hasNextPage && (
          <Notice kind="notice">The place that is cited is not in this version of the note.</Notice>
        )}
        {pieces.map((piece) => (
          <PieceView
            key={keyOf(piece)}
            piece={piece}
            level={level}
            isCited={piece === cited}
            quotes={quotes}
          />
        ))}
        <div ref={end} />
        <ShowMore pages={pages} what="The rest of the note">
          Read on
        </ShowMore>
      </div>
    </div>
  );
}

function keyOf(piece: Piece): string {
  switch (piece.kind) {
    case "heading":
      return piece.id;
    case "page":
      return `page-${piece.page}`;
    case "text":
      return `text-${piece.from}`;
  }
}

function PieceView({
  piece,
  level,
  isCited,
  quotes,
}: {
  piece: Piece;
  level: number;
  isCited: boolean;
  /** What is marked in it where it is cited. */
  quotes: readonly string[];
}) {
  switch (piece.kind) {
    case "heading": {
      const Heading = headings[Math.min(level + piece.depth, 6)] ?? "h6";
      return (
        <Heading id={piece.id} tabIndex={-1} className={classes.heading}>
          {piece.text}
        </Heading>
      );
    }
    case "page":
      return <p className={classes.page}>Page {piece.page}</p>;
    case "text":
      return isCited ? (
        <section
          className={classes.piece}
          data-from={piece.from}
          data-cited=""
          tabIndex={-1}
          aria-label="Cited"
        >
          <NoteMarkdown text={piece.text} quotes={quotes} />
        </section>
      ) : (
        <div className={classes.piece} data-from={piece.from}>
          <NoteMarkdown text={piece.text} />
        </div>
      );
  }
}

const headings: Readonly<Record<number, "h2" | "h3" | "h4" | "h5" | "h6">> = {
  2: "h2",
  3: "h3",
  4: "h4",
  5: "h5",
  6: "h6",
};
