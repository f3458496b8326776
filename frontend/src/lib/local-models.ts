import { queryOptions, useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";

/** What a platform on one machine says of the models that answer. */
export interface LocalModels {
  source?: unknown;
  model?: unknown;
}

const localModelsQuery = (path: string) =>
  queryOptions({
    queryKey: ["local-models", path],
    queryFn: async ({ signal }): Promise<LocalModels> => {
      const response = await fetch(path, { signal });
      if (!response.ok) throw new Error("It is not known which models answer.");
      return response.json();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

const elsewhere: LocalModels = {};

/** Which models answer on a platform that runs on one machine: nothing of that elsewhere; `undefined` until it is known. */
export function useLocalModels(): LocalModels | undefined {
  const { outputs } = useRouteContext({ from: "__root__" });
  const path = outputs.custom?.local?.models;
  const { data } = useQuery({ ...localModelsQuery(path ?? ""), enabled: path !== undefined });
  return path === undefined ? elsewhere : data;
}
