import { Button, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useRef, useState } from "react";
import classes from "./cohorts.module.css";

/** A text to copy, by its button or by hand. */
export function CopyField({ label, text }: { label: string; text: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // The browser doesn't let us: selected, it is copied by hand.
      input.current?.select();
    }
  }

  return (
    <TextInput
      ref={input}
      label={label}
      value={text}
      readOnly
      onFocus={(event) => event.currentTarget.select()}
      inputContainer={(field) => (
        <div className={classes.withButton}>
          {field}
          <Button
            leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            onClick={() => void copy()}
          >
            <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
          </Button>
        </div>
      )}
    />
  );
}
