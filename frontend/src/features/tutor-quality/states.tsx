import { AnchorLink } from "../../components/links.tsx";
import pills from "../../components/pills.module.css";
import type { QualitySearch } from "./search.ts";

/** Which part of a list is looked at. The choice is kept in the address. */
export const States = ({
  label,
  states,
}: {
  label: string;
  states: readonly { name: string; search: QualitySearch; isHere: boolean }[];
}) => (
  <nav aria-label={label} className={pills.pills}>
    {states.map(({ name, search, isHere }) => (
      <AnchorLink
        key={name}
        from="/groups/$cohortId/tutor/quality"
        to="."
        search={search}
        resetScroll={false}
        replace
        underline="never"
        className={pills.pill ?? ""}
        aria-current={isHere ? "page" : undefined}
      >
        {name}
      </AnchorLink>
    ))}
  </nav>
);
