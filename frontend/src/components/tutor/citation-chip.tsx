import type { RetrievedPassage } from "@lyceum/shared/tutor";
import { type CSSProperties, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { noteAddress } from "../../lib/note-links.ts";
import { withoutMarks } from "../../lib/quotes.ts";
import classes from "./citation-chip.module.css";
import { placeOf, type Source } from "./sources.ts";

/** So that the pointer can get from the chip to what it shows, in ms. */
const grace = 200;
/** Between the chip, what it shows, and the edges of the window, in px. */
const gap = 8;

/** The number of a passage in an answer. It shows what the passage says, and leads to where it stands. */
export function CitationChip({
  examId,
  source: { passage, quotes },
  tells,
}: {
  examId: string;
  source: Source;
  /** Whether it shows the sentences, too. */
  tells: boolean;
}) {
  const [shown, setShown] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const byTouch = useRef(false);
  const previewId = useId();
  const address = noteAddress(examId, passage, ...quotes);

  function show(): void {
    clearTimeout(leaving.current);
    setShown(true);
  }
  function leave(): void {
    clearTimeout(leaving.current);
    leaving.current = setTimeout(() => setShown(false), grace);
  }
  useEffect(() => () => clearTimeout(leaving.current), []);
  useEffect(() => {
    if (!shown) return;
    const isWithin = ({ target }: Event) =>
      target instanceof Node &&
      (link.current?.contains(target) || document.getElementById(previewId)?.contains(target));
    const close = (event: Event) => {
      if (!isWithin(event)) setShown(false);
    };
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      // It closes the preview first, and only then what the answer stands in.
      event.stopPropagation();
      event.preventDefault();
      setShown(false);
    };
    // Who gets to the chip by keyboard has the page scrolled by it.
    const closeUnlessFocused = (event: Event) => {
      if (document.activeElement !== link.current) close(event);
    };
    addEventListener("keydown", closeByKey, true);
    addEventListener("pointerdown", close, true);
    addEventListener("scroll", closeUnlessFocused, true);
    return () => {
      removeEventListener("keydown", closeByKey, true);
      removeEventListener("pointerdown", close, true);
      removeEventListener("scroll", closeUnlessFocused, true);
    };
  }, [shown, previewId]);

  return (
    <>
      <a
        ref={link}
        href={address}
        target="_blank"
        rel="noreferrer"
        className={classes.chip}
        aria-label={`Source ${passage.number}: ${passage.noteTitle}`}
        aria-describedby={shown ? previewId : undefined}
        onPointerDown={({ pointerType }) => {
          byTouch.current = pointerType === "touch";
        }}
        onPointerEnter={({ pointerType }) => pointerType !== "touch" && show()}
        onPointerLeave={({ pointerType }) => pointerType !== "touch" && leave()}
        onFocus={() => !byTouch.current && show()}
        onBlur={leave}
        onClick={(event) => {
          // What is hovered over elsewhere is touched first.
          if (byTouch.current && !shown) {
            event.preventDefault();
            show();
          }
          byTouch.current = false;
        }}
      >
        {passage.number}
      </a>
      {shown && (
        <Preview
          id={previewId}
          beside={link.current}
          passage={passage}
          quotes={tells ? quotes : []}
          address={address}
          onEnter={show}
          onLeave={leave}
        />
      )}
    </>
  );
}

function Preview({
  id,
  beside,
  passage,
  quotes,
  address,
  onEnter,
  onLeave,
}: {
  id: string;
  beside: HTMLElement | null;
  passage: RetrievedPassage;
  quotes: readonly string[];
  address: string;
  onEnter: () => void;
  onLeave: () => void;
}) {
  const box = useRef<HTMLSpanElement>(null);
  const [place, setPlace] = useState<CSSProperties>();
  const [title, ...headings] = placeOf(passage);
  // In the browser's top layer nothing cuts it off, and nothing covers it.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !beside) return;
    const stay = () => setPlace(placeBeside(beside.getBoundingClientRect(), element.getBoundingClientRect()));
    element.showPopover();
    stay();
    addEventListener("scroll", stay, true);
    return () => removeEventListener("scroll", stay, true);
  }, [beside]);
  return (
    <span
      ref={box}
      id={id}
      popover="manual"
      className={classes.preview}
      style={place}
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
    >
      <strong>{title}</strong>
      {headings.length > 0 && <span className={classes.headings}>{headings.join(" › ")}</span>}
      {quotes.map((quote) => (
        <q key={quote} className={classes.quote}>
          {withoutMarks(quote)}
        </q>
      ))}
      <a href={address} target="_blank" rel="noreferrer" tabIndex={-1} className={classes.open}>
        Open the note
      </a>
    </span>
  );
}

/** Below the chip where there is room, else above it; never beyond the window. */
function placeBeside(chip: DOMRect, preview: DOMRect): CSSProperties {
  // The page without the gutter of its scroll bar.
  const { right } = document.documentElement.getBoundingClientRect();
  const left = Math.max(gap, Math.min(chip.left, right - preview.width - gap));
  const below = chip.bottom + gap;
  const isRoomBelow = below + preview.height + gap <= innerHeight;
  return { left, top: isRoomBelow ? below : Math.max(gap, chip.top - gap - preview.height) };
}
