import classes from "./chance-bar.module.css";
import { onScale } from "./scale.ts";

const scale = { min: 0, max: 1 };

/**
 * A probability on a line from never to always, with the band in which it likely lies. For the eyes alone: whoever shows
 * it says the same in words.
 */
export function ChanceBar({ probability, low, high }: { probability: number; low: number; high: number }) {
  const left = onScale(low, scale);
  return (
    <div className={classes.chance} aria-hidden>
      <div className={classes.track}>
        <span className={classes.band} style={{ left, width: onScale(high - low, scale) }} />
        <span className={classes.dot} style={{ left: onScale(probability, scale) }} />
      </div>
      <div className={classes.ends}>
        <span>never</span>
        <span>every second time</span>
        <span>always</span>
      </div>
    </div>
  );
}
