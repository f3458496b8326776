import { useEffect, useState } from "react";

const pause = 10_000;

/** The time by this device's clock, in ms: often enough for what is shown in minutes. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), pause);
    return () => clearInterval(timer);
  }, []);
  return now;
}
