/** What an act came to, in words. */
export interface Settled {
  done?: string;
  problem?: string;
}
