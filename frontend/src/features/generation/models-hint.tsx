import { Notice } from "../../components/notice.tsx";
import { useLocalModels } from "../../lib/local-models.ts";
import { modelsText } from "./texts.ts";

/** Which models answer on a platform that runs on one machine. Nothing elsewhere. */
export function ModelsHint() {
  const models = useLocalModels();
  const text = models && modelsText(models);
  return text ? <Notice kind="notice">{text}</Notice> : null;
}
