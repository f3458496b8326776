let unsaved = false;

/** Says whether this page holds work that would be lost with it. */
export function setUnsaved(now: boolean): void {
  unsaved = now;
}

export const hasUnsaved = (): boolean => unsaved;
