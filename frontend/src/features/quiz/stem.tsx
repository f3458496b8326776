import { type KeyboardEvent, type MouseEvent, type Ref, useImperativeHandle, useRef } from "react";
import { markedParagraphs, type Piece } from "../../components/item/highlights.ts";
import marks from "../../components/item/stem.module.css";
import prose from "../../components/prose.module.css";
import {
  highlight,
  isHighlighted,
  type Passage,
  type Passages,
  passageAt,
  sentences,
  toggleHighlight,
  unhighlight,
} from "./highlighting.ts";
import classes from "./stem.module.css";

export interface StemHandle {
  /** Marks what is selected in the stem. @returns whether anything was */
  markSelection(): boolean;
}

/**
 * An item's stem with what the learner has marked in it. While `marking`, what is selected is marked at once, and
 * each sentence is a button that marks it; at any time a click on a mark removes it.
 */
export function MarkableStem({
  text,
  passages,
  marking,
  onChange,
  ref,
}: {
  text: string;
  passages: Passages;
  marking: boolean;
  /** `undefined` where no mark can be changed. */
  onChange: ((passages: Passages) => void) | undefined;
  ref: Ref<StemHandle>;
}) {
  const root = useRef<HTMLDivElement>(null);

  function markSelection(): boolean {
    const selected = root.current ? selectedPassages(root.current) : [];
    if (selected.length === 0) return false;
    onChange?.(selected.reduce(highlight, passages));
    getSelection()?.removeAllRanges();
    return true;
  }
  useImperativeHandle(ref, () => ({ markSelection }));

  function click({ target }: MouseEvent): void {
    if (!(target instanceof HTMLElement) || (marking && markSelection())) return;
    const mark = target.closest<HTMLElement>("mark");
    const sentence = target.closest<HTMLElement>("[data-to]");
    const marked = mark && passageAt(passages, Number(mark.dataset.at));
    if (marked) onChange?.(unhighlight(passages, marked));
    else if (sentence) onChange?.(toggleHighlight(passages, passageOf(sentence)));
  }

  function toggle(event: KeyboardEvent<HTMLElement>, sentence: Passage): void {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onChange?.(toggleHighlight(passages, sentence));
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse and for touch; its sentences are the buttons
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      ref={root}
      className={`${prose.prose} ${classes.stem}`}
      data-marking={marking || undefined}
      onClick={onChange && click}
    >
      {markedParagraphs(text, passages).map((pieces) => {
        const from = pieces[0]?.from ?? 0;
        return (
          <p key={from} data-from={from}>
            {marking ? (
              inSentences(pieces, from).map(({ passage, isSentence }) =>
                isSentence ? (
                  // biome-ignore lint/a11y/useSemanticElements: a button can't break over lines as text does
                  <span
                    key={passage.from}
                    role="button"
                    tabIndex={0}
                    className={classes.sentence}
                    data-start={passage.from}
                    data-to={passage.to}
                    aria-pressed={isHighlighted(passages, passage)}
                    onKeyDown={(event) => toggle(event, passage)}
                  >
                    <Pieces pieces={within(pieces, passage)} />
                  </span>
                ) : (
                  <Pieces key={passage.from} pieces={within(pieces, passage)} />
                ),
              )
            ) : (
              <Pieces pieces={pieces} />
            )}
          </p>
        );
      })}
    </div>
  );
}

const Pieces = ({ pieces }: { pieces: readonly Piece[] }) =>
  pieces.map(({ from, text, marked }) =>
    marked ? (
      <mark key={from} className={`${marks.mark} ${classes.mark}`} data-at={from}>
        {text}
      </mark>
    ) : (
      text
    ),
  );

/** A paragraph's sentences, and the space between them. */
function inSentences(pieces: readonly Piece[], from: number): { passage: Passage; isSentence: boolean }[] {
  const text = pieces.map((piece) => piece.text).join("");
  const found = sentences(text, from);
  return found.flatMap((passage, place) => {
    const gap = { from: found[place - 1]?.to ?? from, to: passage.from };
    return [
      ...(gap.from < gap.to ? [{ passage: gap, isSentence: false }] : []),
      { passage, isSentence: true },
    ];
  });
}

/** As much of the pieces as lies in a passage. */
const within = (pieces: readonly Piece[], { from, to }: Passage): Piece[] =>
  pieces.flatMap((piece) => {
    const start = Math.max(piece.from, from);
    const text = piece.text.slice(start - piece.from, Math.max(0, to - piece.from));
    return text === "" ? [] : [{ ...piece, from: start, text }];
  });

const passageOf = ({ dataset }: HTMLElement): Passage => ({
  from: Number(dataset.start),
  to: Number(dataset.to),
});

/** What is selected in the stem, a passage for each paragraph, without the space around it. */
function selectedPassages(root: HTMLElement): Passage[] {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return [];
  const range = selection.getRangeAt(0);
  return [...root.querySelectorAll<HTMLElement>("[data-from]")].flatMap((paragraph) => {
    if (!range.intersectsNode(paragraph)) return [];
    const text = paragraph.textContent ?? "";
    const { startContainer, startOffset, endContainer, endOffset } = range;
    const start = paragraph.contains(startContainer) ? lengthUpTo(paragraph, startContainer, startOffset) : 0;
    const end = paragraph.contains(endContainer)
      ? lengthUpTo(paragraph, endContainer, endOffset)
      : text.length;
    const chosen = text.slice(start, end);
    const from = Number(paragraph.dataset.from) + start + chosen.length - chosen.trimStart().length;
    const to = Number(paragraph.dataset.from) + start + chosen.trimEnd().length;
    return from < to ? [{ from, to }] : [];
  });
}

/** How much text there is in an element before a place in it, in UTF-16 code units. */
function lengthUpTo(element: HTMLElement, node: Node, offset: number): number {
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(node, offset);
  return before.toString().length;
}
