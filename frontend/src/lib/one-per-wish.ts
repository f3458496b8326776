import { useRef } from "react";

/**
 * What is made once for each wish, such as the id of what is to be created: the same wish sent again, because its
 * answer was lost, has the same id and creates nothing twice. Once a wish is fulfilled, `forget` it.
 */
export function useOnePerWish<Made>(make: () => Made): { of(wish: unknown): Made; forget(): void } {
  const last = useRef<{ wish: string; made: Made }>(undefined);
  return {
    of(wish) {
      const asked = JSON.stringify(wish);
      if (last.current?.wish !== asked) last.current = { wish: asked, made: make() };
      return last.current.made;
    },
    forget() {
      last.current = undefined;
    },
  };
}
