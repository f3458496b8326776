import { type RefObject, useEffect } from "react";

const scheme = "data-mantine-color-scheme";

/**
 * Makes the page fit for paper while it is printed: light, with every item of the list open.
 * @param list holds the items, each of them a `details`
 */
export function usePrintout(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let restore: (() => void) | undefined;
    const prepare = () => {
      const root = document.documentElement;
      const colors = root.getAttribute(scheme);
      const closed = [...(list.current?.querySelectorAll("details:not([open])") ?? [])];
      restore = () => {
        if (colors) root.setAttribute(scheme, colors);
        for (const item of closed) item.removeAttribute("open");
        restore = undefined;
      };
      root.setAttribute(scheme, "light");
      for (const item of closed) item.setAttribute("open", "");
    };
    const undo = () => restore?.();
    addEventListener("beforeprint", prepare);
    addEventListener("afterprint", undo);
    return () => {
      undo();
      removeEventListener("beforeprint", prepare);
      removeEventListener("afterprint", undo);
    };
  }, [list]);
}
