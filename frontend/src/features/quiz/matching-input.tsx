import {
  DndContext,
  type DragEndEvent,
  PointerSensor,
  pointerWithin,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import type { LearnerItem, Response } from "@lyceum/shared/questions";
import { Button, NativeSelect, Text } from "@mantine/core";
import { IconGripVertical } from "@tabler/icons-react";
import { useId, useState } from "react";
import cards from "../../components/item/option-card.module.css";
import { letterLabel } from "../../lib/format.ts";
import { pairPrompt } from "../../lib/responses.ts";
import classes from "./inputs.module.css";

type Item = Extract<LearnerItem, { type: "matching" }>;
type Option = Item["options"][number];

/**
 * Options to match to prompts: by the list at each prompt, by tapping an option and then a prompt, or by dragging.
 * An option may serve several prompts.
 */
export function Matching({
  item,
  response,
  onGive,
  announce,
}: {
  item: Item;
  response: Response | null;
  onGive: (response: Response | null) => void;
  /** Says something to screen readers. */
  announce: (text: string) => void;
}) {
  const [held, setHeld] = useState<string>();
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }));
  const pairs = response?.type === "matching" ? response.pairs : {};

  function pair(prompt: string, option: string | undefined): void {
    onGive(pairPrompt(response, prompt, option));
    setHeld(undefined);
  }

  function drop({ active, over }: DragEndEvent): void {
    if (over) pair(String(over.id), String(active.id));
  }

  return (
    <div>
      <p className={classes.task}>
        Match an option to each prompt. An option may serve more than one prompt, or none.
      </p>
      <DndContext
        sensors={sensors}
        collisionDetection={pointerWithin}
        onDragEnd={drop}
        accessibility={{ announcements: silent }}
      >
        <div className={classes.matching}>
          <section aria-label="Options">
            <ul className={cards.options}>
              {item.options.map((option) => (
                <DraggableOption
                  key={option.id}
                  option={option}
                  held={held === option.id}
                  onTap={() => {
                    const now = held === option.id ? undefined : option.id;
                    setHeld(now);
                    announce(
                      now
                        ? `Option ${letterLabel(now)} is picked. Now choose the prompt to put it at.`
                        : "No option is picked.",
                    );
                  }}
                />
              ))}
            </ul>
          </section>
          <section aria-label="Prompts">
            <ol className={cards.options}>
              {item.prompts.map((prompt, index) => (
                <PromptTarget
                  key={prompt.id}
                  id={prompt.id}
                  index={index}
                  text={prompt.text}
                  options={item.options}
                  given={pairs[prompt.id]}
                  held={held}
                  onPair={(option) => pair(prompt.id, option)}
                />
              ))}
            </ol>
          </section>
        </div>
      </DndContext>
    </div>
  );
}

/** Dragging is for the mouse and for touch; those who can't see it use the lists. */
const silent = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};

function DraggableOption({ option, held, onTap }: { option: Option; held: boolean; onTap: () => void }) {
  const { listeners, setNodeRef, transform, isDragging } = useDraggable({ id: option.id });
  return (
    <li
      ref={setNodeRef}
      className={`${cards.card} ${classes.draggable}`}
      data-chosen={held || undefined}
      data-dragged={isDragging || undefined}
      style={{ transform: transform ? `translate3d(${transform.x}px, ${transform.y}px, 0)` : undefined }}
    >
      <span className={classes.grip} {...listeners} aria-hidden>
        <IconGripVertical size={20} />
      </span>
      <button type="button" className={classes.tap} aria-pressed={held} onClick={onTap}>
        <span className={cards.letter}>{letterLabel(option.id)}</span>
        <span className={cards.text}>{option.text}</span>
      </button>
    </li>
  );
}

function PromptTarget({
  id,
  index,
  text,
  options,
  given,
  held,
  onPair,
}: {
  id: string;
  index: number;
  text: string;
  options: readonly Option[];
  given: string | undefined;
  held: string | undefined;
  onPair: (option: string | undefined) => void;
}) {
  const { setNodeRef, isOver } = useDroppable({ id });
  const textId = useId();
  return (
    <li
      ref={setNodeRef}
      className={`${cards.card} ${classes.prompt}`}
      data-chosen={given !== undefined || undefined}
      data-over={isOver || undefined}
    >
      <Text id={textId}>
        <span className={cards.letter}>{index + 1}.</span> {text}
      </Text>
      <div className={classes.pair}>
        <NativeSelect
          aria-labelledby={textId}
          value={given ?? ""}
          onChange={(event) => onPair(event.currentTarget.value || undefined)}
          data={[
            { value: "", label: "Choose an option" },
            ...options.map((option) => ({
              value: option.id,
              label: `${letterLabel(option.id)}. ${option.text}`,
            })),
          ]}
          data-shortcut-place={index}
          className={classes.select ?? ""}
        />
        {held !== undefined && (
          <Button onClick={() => onPair(held)} aria-describedby={textId}>
            Put {letterLabel(held)} here
          </Button>
        )}
      </div>
    </li>
  );
}
