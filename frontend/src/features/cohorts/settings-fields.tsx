import { TextInput } from "@mantine/core";
import { type ChangeEvent, useId, useMemo, useState } from "react";
import { ownTimeZone } from "../../lib/days.ts";
import { findTimeZone, timeIn, timeZones } from "./time-zones.ts";

/** What an owner sets for a group. */
export interface GroupSettings {
  name: string;
  /** `YYYY-MM-DD`. */
  examDate: string | null;
  timeZone: string;
}

export const noSettings = (): GroupSettings => ({ name: "", examDate: null, timeZone: ownTimeZone() });

export function SettingsFields({
  settings,
  onChange,
}: {
  settings: GroupSettings;
  onChange: (settings: GroupSettings) => void;
}) {
  return (
    <>
      <TextInput
        label="Name of the group"
        maxLength={80}
        required
        withAsterisk={false}
        value={settings.name}
        onChange={(event) => onChange({ ...settings, name: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="Exam date"
        description="The day that the group works towards. Leave it empty until there is one."
        value={settings.examDate ?? ""}
        onChange={(event) => onChange({ ...settings, examDate: event.currentTarget.value || null })}
      />
      <TimeZoneField
        timeZone={settings.timeZone}
        onChange={(timeZone) => onChange({ ...settings, timeZone })}
      />
    </>
  );
}

/** A list to search by typing. What is typed may also be a city alone. */
function TimeZoneField({ timeZone, onChange }: { timeZone: string; onChange: (timeZone: string) => void }) {
  const listId = useId();
  const zones = useMemo(timeZones, []);
  const [typed, setTyped] = useState(timeZone);
  const meant = findTimeZone(typed, zones);

  function take(event: ChangeEvent<HTMLInputElement>): void {
    const input = event.currentTarget;
    const found = findTimeZone(input.value, zones);
    input.setCustomValidity(found ? "" : "Choose a time zone of the list, such as Europe/Berlin.");
    setTyped(input.value);
    if (found) onChange(found);
  }

  return (
    <>
      <TextInput
        label="Time zone"
        description={
          meant
            ? `Its days and weeks are the group's. A clock shows ${timeIn(meant, new Date())} there now.`
            : "Type a city, and choose from the list."
        }
        list={listId}
        autoComplete="off"
        spellCheck={false}
        required
        withAsterisk={false}
        value={typed}
        onChange={take}
        onBlur={() => meant && setTyped(meant)}
      />
      <datalist id={listId}>
        {zones.map((zone) => (
          <option
            key={zone}
            value={zone}
            label={zone.includes("_") ? zone.replaceAll("_", " ") : undefined}
          />
        ))}
      </datalist>
    </>
  );
}
