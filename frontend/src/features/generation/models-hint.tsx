import { useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { Notice } from "../../components/notice.tsx";
import { localModelsQuery } from "./queries.ts";
import { modelsText } from "./texts.ts";

/** Which models answer on a platform that runs on one machine. Nothing elsewhere. */
export function ModelsHint() {
  const { outputs } = useRouteContext({ from: "__root__" });
  const path = outputs.custom?.local?.models;
  const { data } = useQuery({ ...localModelsQuery(path ?? ""), enabled: path !== undefined });
  const text = data && modelsText(data);
  return text ? <Notice kind="notice">{text}</Notice> : null;
}
