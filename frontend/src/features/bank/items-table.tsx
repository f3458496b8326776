import { VisuallyHidden } from "@mantine/core";
import { Answers, Discrimination, Facility, Flags, MedianTime } from "../../components/item/figures.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { opening } from "../../lib/format.ts";
import { typeNames } from "../../lib/item-names.ts";
import classes from "./bank.module.css";
import type { Item } from "./items.ts";

/** As much of a stem as tells an item from others, in characters. */
const openingLength = 110;

/** Items with their figures: a row each, or a card each where it is narrow. */
export const ItemsTable = ({ items }: { items: readonly Item[] }) => (
  <table className={classes.items}>
    <caption>
      <VisuallyHidden>Items and how they have been answered</VisuallyHidden>
    </caption>
    <thead>
      <tr>
        <th scope="col">Task</th>
        <th scope="col">Item</th>
        <th scope="col">n</th>
        <th scope="col">Facility</th>
        <th scope="col">Discrimination</th>
        <th scope="col">Median time</th>
        <th scope="col">Flags</th>
      </tr>
    </thead>
    <tbody>
      {items.map(({ questionId, version, taskId, type, stem, statistics }) => (
        <tr key={`${questionId} ${version}`} data-low={statistics.lowN || undefined}>
          <td data-label="Task">{taskId}</td>
          <th scope="row">
            <AnchorLink
              to="/questions/$questionId/$version"
              params={{ questionId, version: String(version) }}
              className={classes.itemLink ?? ""}
            >
              {opening(stem, openingLength)}
            </AnchorLink>
            <span className={classes.type}>
              {typeNames[type]}, version {version}
            </span>
          </th>
          <td data-label="n">
            <Answers {...statistics} />
          </td>
          <td data-label="Facility">
            <Facility {...statistics} />
          </td>
          <td data-label="Discrimination">
            <Discrimination {...statistics} />
          </td>
          <td data-label="Median time">
            <MedianTime {...statistics} />
          </td>
          <td data-label="Flags">
            <Flags {...statistics} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
