import { useState } from "preact/hooks";
import { ChevronDown } from "../shared/icons";
import { usePopover } from "../shared/usePopover";

interface ChartPickerProps {
  names: readonly string[];
  shown: readonly string[];
  noun: string;
  onChange: (shown: string[]) => void;
}

/** Which charts are drawn: "2 of 6 metrics" opens into a list of check boxes. */
export function ChartPicker({ names, shown, noun, onChange }: ChartPickerProps) {
  const [open, setOpen] = useState(false);
  const box = usePopover(open, () => setOpen(false));
  if (names.length < 2) return null;
  const toggle = (name: string, on: boolean) =>
    onChange(names.filter((one) => (one === name ? on : shown.includes(one))));
  return (
    <div class="chart-picker" ref={box}>
      <button type="button" class="button small" aria-expanded={open} onClick={() => setOpen(!open)}>
        {shown.length} of {names.length} {noun}s <ChevronDown size={12} />
      </button>
      {open && (
        <div class="popover chart-picker-list">
          {names.map((name) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={shown.includes(name)}
                onChange={(event) => toggle(name, event.currentTarget.checked)}
              />
              {name}
            </label>
          ))}
        </div>
      )}
    </div>
  );
}
