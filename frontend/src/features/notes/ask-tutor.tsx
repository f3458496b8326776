import { Button } from "@mantine/core";
import { IconMessageQuestion } from "@tabler/icons-react";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { TutorBeside } from "../../components/tutor-beside/tutor-beside.tsx";
import classes from "./notes.module.css";
import { questionAbout } from "./selected.ts";

/** A note with the way to the tutor, which then looks in this note: from the top, and from words that are selected. */
export function AskTutor({
  examId,
  cohortId,
  noteId,
  children,
}: {
  examId: string;
  /** Of whom the note is; absent where it is shared by all who prepare for the exam. */
  cohortId?: string;
  noteId: string;
  /** What the note says. */
  children: ReactNode;
}) {
  const [asked, setAsked] = useState<{ opening: string }>();
  const text = useRef<HTMLDivElement>(null);
  const ask = useRef<HTMLButtonElement>(null);
  const selected = useSelected(text);
  return (
    <>
      <Button
        ref={ask}
        variant="default"
        size="sm"
        className={classes.ask ?? ""}
        leftSection={<IconMessageQuestion size={18} aria-hidden />}
        onClick={() => setAsked({ opening: "" })}
      >
        Ask the tutor about this note
      </Button>
      <div ref={text} className={classes.askable}>
        {children}
        {selected && (
          <Button
            size="sm"
            className={classes.askSelected ?? ""}
            style={{ top: selected.top, left: selected.left }}
            // Pressing it must not take the selection away that it stands for.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              setAsked({ opening: selected.question });
              document.getSelection()?.removeAllRanges();
            }}
          >
            Ask about this
          </Button>
        )}
      </div>
      {asked && (
        <TutorBeside
          key={asked.opening}
          examId={examId}
          cohortId={cohortId}
          within={{ noteIds: [noteId] }}
          scope="Only in this note"
          {...(asked.opening !== "" && { opening: asked.opening })}
          onClose={() => {
            flushSync(() => setAsked(undefined));
            // The button at the selection is gone, with which the focus would be lost.
            if (document.activeElement === document.body) ask.current?.focus();
          }}
        />
      )}
    </>
  );
}

/** Room for the button at the right edge, in px. */
const buttonWidth = 150;

/** A question about what is selected within an element, and the place below the selection, in px of the element. */
function useSelected(within: RefObject<HTMLElement | null>) {
  const [selected, setSelected] = useState<{ question: string; top: number; left: number }>();
  useEffect(() => {
    const look = () => {
      const selection = document.getSelection();
      const range = selection?.rangeCount ? selection.getRangeAt(0) : undefined;
      const element = within.current;
      const question = questionAbout(selection?.toString() ?? "");
      if (!range || !element || !question || !element.contains(range.commonAncestorContainer)) {
        setSelected(undefined);
        return;
      }
      const [place, all] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
      const left = Math.max(0, Math.min(place.left - all.left, all.width - buttonWidth));
      setSelected({ question, top: place.bottom - all.top + 8, left });
    };
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, [within]);
  return selected;
}
