import type { CandidateVersion } from "@lyceum/shared/review";
import { Button, Skeleton, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { AuthorItemView } from "../../components/item/author-item.tsx";
import { dateTime } from "../../lib/format.ts";
import { LearnerPreview } from "./learner-preview.tsx";
import classes from "./review.module.css";
import { madeText, madeWords } from "./texts.ts";

// Few look at changes: how they are found is loaded for those who do.
const Changes = lazy(async () => ({ default: (await import("./changes.tsx")).Changes }));

type View = "author" | "learner" | "changes";

/** One version of an item, as its authors or as learners see it, or as it differs from the version before. */
export function ItemPanel({
  version,
  latest,
  before,
  onShow,
}: {
  version: CandidateVersion;
  /** The number of the latest version. */
  latest: number;
  /** The version before this one; absent where it is the first, or not loaded. */
  before: CandidateVersion | undefined;
  onShow: (version: number) => void;
}) {
  const [chosen, setChosen] = useState<View>("author");
  const view = chosen === "changes" && !before ? "author" : chosen;
  const words = madeWords(version);
  const views: [View, string][] = [
    ["author", "With the key"],
    ["learner", "As learners see it"],
    ...(before ? [["changes", `Changes since ${before.version}`] satisfies [View, string]] : []),
  ];
  return (
    <>
      {latest > 1 && (
        <nav aria-label="Versions" className={classes.buttons}>
          <Button
            size="sm"
            variant="default"
            disabled={version.version <= 1}
            aria-label="Earlier version"
            onClick={() => onShow(version.version - 1)}
          >
            ‹
          </Button>
          <Text role="status">
            Version {version.version} of {latest}
          </Text>
          <Button
            size="sm"
            variant="default"
            disabled={version.version >= latest}
            aria-label="Later version"
            onClick={() => onShow(version.version + 1)}
          >
            ›
          </Button>
        </nav>
      )}
      <div>
        <Text size="sm" c="dimmed">
          {madeText(version)} <time dateTime={version.at}>{dateTime(version.at)}</time>
        </Text>
        {words && <blockquote className={classes.words}>{words}</blockquote>}
      </div>
      <fieldset aria-label="How to look at it" className={classes.views}>
        {views.map(([value, label]) => (
          <button
            key={value}
            type="button"
            aria-pressed={view === value}
            className={classes.view}
            onClick={() => setChosen(value)}
          >
            {label}
          </button>
        ))}
      </fieldset>
      {view === "author" && <AuthorItemView item={version.item} />}
      {view === "learner" && <LearnerPreview item={version.item} />}
      {view === "changes" && before && (
        <Suspense fallback={<Skeleton height={200} />}>
          <Changes before={before.item} after={version.item} />
        </Suspense>
      )}
    </>
  );
}
