import type { ReviewQuality } from "@lyceum/shared/review";
import { Text, Title } from "@mantine/core";
import classes from "./quality.module.css";
import { agreementSentences, laterSentence } from "./texts.ts";

/** Whether reviewers of the same version say the same. */
export const Agreement = ({ agreement }: Pick<ReviewQuality, "agreement">) => (
  <section className={classes.section} aria-labelledby="agreement">
    <Title order={2} id="agreement">
      Agreement between reviewers
    </Title>
    {agreementSentences(agreement).map((sentence) => (
      <Text key={sentence} className={classes.reading ?? ""}>
        {sentence}
      </Text>
    ))}
    {agreement.pairs > 0 && (
      <details className={classes.meanings}>
        <summary>What kappa means</summary>
        <p>
          Two people who approve nearly everything agree often by chance alone. Cohen's kappa takes that out:
          0 is as much agreement as chance gives, 1 is always the same. It is computed from the first two
          votes on each version that two reviewers or more have voted on.
        </p>
      </details>
    )}
  </section>
);

/** Whether learners' answers say later that an approval was a mistake. */
export const Later = ({ later }: Pick<ReviewQuality, "later">) => (
  <section className={classes.section} aria-labelledby="later">
    <Title order={2} id="later">
      What became of approved questions
    </Title>
    <Text className={classes.reading ?? ""}>{laterSentence(later)}</Text>
  </section>
);
