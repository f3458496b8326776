import type { CandidateVersion, Check } from "@lyceum/shared/review";
import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle, IconInfoCircle } from "@tabler/icons-react";
import { percent } from "../../lib/format.ts";
import { responseText, sameResponse } from "../../lib/responses.ts";
import { checkNames, verdictNames } from "../../lib/review-names.ts";
import { sortedChecks } from "./evidence.ts";
import classes from "./review.module.css";

const icons = {
  passed: IconCircleCheck,
  warning: IconInfoCircle,
  failed: IconAlertTriangle,
  unknown: IconHelpCircle,
};

/** What each check says of a version, those that object first, with what it is based on. */
export function Checks({ version }: { version: CandidateVersion }) {
  if (version.checks.length === 0) return <Text>No check has looked at this version.</Text>;
  return (
    <ul className={classes.checks}>
      {sortedChecks(version.checks).map((check) => (
        <CheckEntry key={check.name} check={check} version={version} />
      ))}
    </ul>
  );
}

function CheckEntry({ check, version: { item } }: { check: Check; version: CandidateVersion }) {
  const { name, verdict, message, claims = [], similar = [], answer, by } = check;
  const Icon = icons[verdict];
  const evidence = claims.length + similar.length > 0 || answer !== undefined;
  return (
    <li className={classes.check} data-verdict={verdict}>
      <Icon size={20} aria-hidden className={classes.checkIcon} />
      <div className={classes.checkBody}>
        <strong>
          {checkNames[name]}: <span className={classes.verdict}>{verdictNames[verdict].toLowerCase()}</span>
        </strong>
        <p>{message}</p>
        {evidence && (
          <details open={verdict === "failed" || verdict === "warning"}>
            <summary>What it is based on</summary>
            {claims.length > 0 && <Claims claims={claims} />}
            {similar.length > 0 && (
              <ul className={classes.outcomes}>
                {similar.map(({ questionId, stem, similarity }) => (
                  <li key={questionId}>
                    {percent(similarity)} alike: {stem}
                  </li>
                ))}
              </ul>
            )}
            {answer && (
              <p>
                {sameResponse(answer.response, item.key)
                  ? "Another model, too, chose "
                  : "Another model chose "}
                <strong>{responseText(item, answer.response)}</strong>. {answer.reason}
              </p>
            )}
          </details>
        )}
        {by && (
          <Text size="xs" c="dimmed">
            {by.model}, prompt {by.prompt}
          </Text>
        )}
      </div>
    </li>
  );
}

const Claims = ({ claims }: { claims: NonNullable<Check["claims"]> }) => (
  <ul className={classes.outcomes}>
    {claims.map(({ text, supported, passage }) => (
      <li key={text}>
        {text} (
        {supported && passage !== null ? (
          <a href={`#passage-${passage}`}>supported by passage {passage + 1}</a>
        ) : (
          <strong>{supported ? "supported" : "nothing supports it"}</strong>
        )}
        )
      </li>
    ))}
  </ul>
);
