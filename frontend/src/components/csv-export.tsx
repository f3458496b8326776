import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { messageOf } from "../lib/api.ts";
import { download } from "../lib/download.ts";
import { counted } from "../lib/format.ts";
import classes from "./csv-export.module.css";
import { Notice } from "./notice.tsx";

/** Fetches a whole list, which may take a while and can be cancelled, and saves it as a file for spreadsheets. */
export function CsvExport<Item>({
  what,
  of,
  all,
  progress,
  file,
}: {
  /** As in "Download … as CSV". */
  what: string;
  /** What the list is of: one of it. */
  of: string;
  /** Tells how many it has so far. */
  all: (signal: AbortSignal, onProgress: (loaded: number) => void) => Promise<readonly Item[]>;
  /** How far it is, in words. */
  progress: (loaded: number) => string;
  /** What is saved. */
  file: (items: readonly Item[]) => { name: string; csv: string };
}) {
  const [loaded, setLoaded] = useState(0);
  const fetching = useRef<AbortController>(undefined);
  const save = useMutation({
    mutationFn: (signal: AbortSignal) => all(signal, setLoaded),
    onSuccess: (items, signal) => {
      if (signal.aborted) return;
      const { name, csv } = file(items);
      download(name, "text/csv", csv);
    },
  });
  useEffect(() => () => fetching.current?.abort(), []);

  function start(): void {
    fetching.current = new AbortController();
    setLoaded(0);
    save.mutate(fetching.current.signal);
  }
  function cancel(): void {
    fetching.current?.abort();
    save.reset();
  }

  return (
    <>
      <div className={classes.export}>
        <Button
          variant="default"
          size="sm"
          leftSection={save.isPending ? undefined : <IconDownload size={16} aria-hidden />}
          onClick={save.isPending ? cancel : start}
        >
          {save.isPending ? "Cancel the download" : `Download ${what} as CSV`}
        </Button>
        <span role="status">
          {save.isPending && `Fetching: ${progress(loaded)}`}
          {save.isSuccess && `Saved: ${counted(save.data.length, of)}`}
        </span>
      </div>
      {save.isError && <Notice kind="problem">{messageOf(save.error)}</Notice>}
    </>
  );
}
