import { useLocalStorage } from "@mantine/hooks";

/** Whether single letters are commands here. Who speaks to a computer switches them off; kept on this device. */
export const useKeysWanted = (): readonly [boolean, (wanted: boolean) => void] => {
  const [wanted, setWanted] = useLocalStorage({ key: "lyceum-review-keys", defaultValue: true });
  return [wanted, setWanted];
};
