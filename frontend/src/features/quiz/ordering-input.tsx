import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import type { LearnerItem, Response } from "@lyceum/shared/questions";
import { ActionIcon, Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical } from "@tabler/icons-react";
import cards from "../../components/item/option-card.module.css";
import { letterLabel } from "../../lib/format.ts";
import { currentOrder, moveStep } from "../../lib/responses.ts";
import classes from "./inputs.module.css";

/** Steps to put in order: by dragging, by buttons, or by keyboard on the grip. */
export function Ordering({
  item,
  response,
  onGive,
  announce,
}: {
  item: Extract<LearnerItem, { type: "ordering" }>;
  response: Response | null;
  onGive: (response: Response) => void;
  /** Says something to screen readers. */
  announce: (text: string) => void;
}) {
  const order = currentOrder(item, response);
  const sensors = useSensors(
    useSensor(PointerSensor),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const place = (id: string | number) => order.indexOf(String(id)) + 1;

  function move(from: number, to: number): void {
    if (to < 0 || to >= order.length) return;
    onGive(moveStep(order, from, to));
    announce(`Step ${letterLabel(order[from] ?? "")} is now at place ${to + 1} of ${order.length}.`);
  }

  function drop({ active, over }: DragEndEvent): void {
    if (!over || over.id === active.id) return;
    onGive(moveStep(order, place(active.id) - 1, place(over.id) - 1));
  }

  const announcements: Announcements = {
    onDragStart: ({ active }) =>
      `Step ${letterLabel(String(active.id))} is picked up, at place ${place(active.id)}.`,
    onDragOver: ({ active, over }) =>
      over ? `Step ${letterLabel(String(active.id))} is over place ${place(over.id)}.` : undefined,
    onDragEnd: ({ active, over }) =>
      `Step ${letterLabel(String(active.id))} is put at place ${place(over?.id ?? active.id)} of ${order.length}.`,
    onDragCancel: ({ active }) => `Step ${letterLabel(String(active.id))} is back where it was.`,
  };

  return (
    <div>
      <p className={classes.task}>
        Put the steps in order, the first at the top.
        {response === null &&
          " Not answered yet: the order below counts only once you have moved a step or kept it."}
      </p>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={drop}
        accessibility={{
          announcements,
          screenReaderInstructions: {
            draggable:
              "Press space to pick the step up, the arrow keys to move it, space again to put it down.",
          },
        }}
      >
        <SortableContext items={order} strategy={verticalListSortingStrategy}>
          <ol className={cards.options}>
            {order.map((id, index) => (
              <Step
                key={id}
                id={id}
                text={item.options.find((option) => option.id === id)?.text ?? ""}
                index={index}
                last={index === order.length - 1}
                answered={response !== null}
                onMove={(by) => move(index, index + by)}
              />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      {response === null && (
        <Button variant="default" mt="md" onClick={() => onGive({ type: "ordering", order })}>
          Keep this order
        </Button>
      )}
    </div>
  );
}

function Step({
  id,
  text,
  index,
  last,
  answered,
  onMove,
}: {
  id: string;
  text: string;
  index: number;
  last: boolean;
  answered: boolean;
  onMove: (by: 1 | -1) => void;
}) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({
      id,
    });
  const label = letterLabel(id);
  return (
    <li
      ref={setNodeRef}
      className={`${cards.card} ${classes.step}`}
      data-chosen={answered || undefined}
      data-dragged={isDragging || undefined}
      style={{ transform: transform ? `translate3d(0, ${transform.y}px, 0)` : undefined, transition }}
    >
      <button
        type="button"
        ref={setActivatorNodeRef}
        {...attributes}
        {...listeners}
        className={classes.grip}
        aria-label={`Move step ${label}, place ${index + 1}`}
        data-dragging-keys
        data-shortcut-place={index}
      >
        <IconGripVertical size={20} aria-hidden />
      </button>
      <span className={cards.letter}>{index + 1}</span>
      <span className={cards.text}>
        <span className={classes.stepLetter}>{label}.</span> {text}
      </span>
      <span className={classes.stepButtons}>
        <ActionIcon
          variant="default"
          size="var(--touch)"
          aria-label={`Move step ${label} up`}
          aria-disabled={index === 0}
          onClick={() => onMove(-1)}
        >
          <IconArrowUp size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="var(--touch)"
          aria-label={`Move step ${label} down`}
          aria-disabled={last}
          onClick={() => onMove(1)}
        >
          <IconArrowDown size={18} aria-hidden />
        </ActionIcon>
      </span>
    </li>
  );
}
