import type { Files } from "../aws/files.ts";
import type { Table } from "../aws/table.ts";
import type { Models } from "../models/models.ts";
import { searchOn } from "../search/composition.ts";
import { folderOn } from "./folder.ts";
import { libraryOf } from "./library.ts";
import { noteStore } from "./store.ts";

/** Notes with their files and indexes: for the worker, and for scripts that publish notes. */
export function notesOn(table: Table, files: Files, models: Models) {
  const store = noteStore(table);
  const folder = folderOn(files);
  return {
    store,
    folder,
    library: libraryOf({ store, folder, index: searchOn(table, files, models), embed: models.embed }),
  };
}
