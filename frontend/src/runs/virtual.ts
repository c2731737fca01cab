import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

export interface Window {
  first: number;
  /** One past the last. */
  last: number;
}

const STEP = 2;

/** How many rows the document keeps for a window of this height, at most. */
export function slotsOf(height: number, row: number): number {
  return Math.ceil(height / row / STEP) * STEP + 2 * STEP;
}

/** The rows to keep in the document: those in view and some around them, in steps so that few scrolls render. */
export function windowOf(scrollTop: number, height: number, row: number, count: number): Window {
  const first = Math.max(0, Math.floor(scrollTop / row / STEP) * STEP - STEP);
  return { first: Math.min(first, Math.max(0, count - 1)), last: Math.min(count, first + slotsOf(height, row)) };
}

interface Viewport {
  top: number;
  height: number;
  width: number;
}

/** What of the scrolling element is in view; rendered anew only when the window of rows moves. */
export function useViewport(ref: RefObject<HTMLElement | null>, row: number, ready: boolean): Viewport {
  const [view, setView] = useState<Viewport>({ top: 0, height: 800, width: 1200 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element || !ready) return;
    const read = () => {
      const { scrollTop, clientHeight, clientWidth } = element;
      if (clientHeight === 0) return;
      const step = row * STEP;
      setView((was) => {
        const moved = Math.floor(was.top / step) !== Math.floor(scrollTop / step);
        if (!moved && was.height === clientHeight && was.width === clientWidth) return was;
        return { top: scrollTop, height: clientHeight, width: clientWidth };
      });
    };
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    read();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [ref, row, ready]);
  return view;
}
