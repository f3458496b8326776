import * as z from "zod";

/** The query of every list. `cursor` is what the page before returned; absent for the first page. */
export const pageQuery = {
  limit: z.coerce.number<string | number>().int().min(1).max(100).default(25),
  cursor: z.string().min(1).max(1024).optional(),
};

/** The reply of every list. `cursor` is absent on the last page. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), cursor: z.string().optional() });
