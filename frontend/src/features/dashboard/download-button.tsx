import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { download } from "../../lib/download.ts";

/** Saves a table as a file for spreadsheets. */
export const DownloadButton = ({
  name,
  what,
  csv,
}: {
  /** Of the file. */
  name: string;
  /** As in "Download … as CSV". */
  what: string;
  csv: () => string;
}) => (
  <Button
    variant="default"
    size="sm"
    w="fit-content"
    leftSection={<IconDownload size={16} aria-hidden />}
    onClick={() => download(name, "text/csv", csv())}
  >
    Download {what} as CSV
  </Button>
);
