import type { ComponentChildren } from "preact";
import type { Hardware, RunAnswer } from "../shared/api";
import { bytes, count } from "../shared/format";

const LIBRARIES = ["tensorflow", "keras", "torch", "jax", "numpy"];

/** Where and with what the run ran, one line a fact; what was not recorded has no line. */
export function attributeRows(answer: RunAnswer): [string, ComponentChildren][] {
  const { hardware, environment, incarnations } = answer;
  const pid = incarnations.at(-1)?.pid;
  const rows: [string, ComponentChildren][] = [];
  const add = (name: string, text: ComponentChildren) => {
    if (text) rows.push([name, text]);
  };
  add("Host", [answer.host, answer.user && `user ${answer.user}`, pid && `pid ${pid}`].filter(Boolean).join(", "));
  add("Scheduler", pairs(hardware?.scheduler ?? {}));
  add("Container", hardware?.container);
  add("CPU", [hardware?.cpu, hardware && coresText(hardware)].filter(Boolean).join(", "));
  add("Memory", hardware && memoryText(hardware));
  for (const [index, gpu] of (hardware?.gpus ?? []).entries()) {
    add(
      `GPU ${index}`,
      [gpu.name, gpu.memory && bytes(gpu.memory), gpu.driver && `driver ${gpu.driver}`].filter(Boolean).join(", "),
    );
  }
  add("Platform", hardware?.platform);
  add("Python", environment?.python && [environment.python, answer.command?.interpreter].filter(Boolean).join(", "));
  for (const name of LIBRARIES) add(name, environment?.packages[name]);
  add("Builds", pairs(environment?.builds ?? {}));
  add("Lock file", environment?.lock_file);
  add("Seeds", pairs(environment?.seeds ?? {}));
  add("Variables", pairs(environment?.variables ?? {}));
  return rows;
}

/** "8 of 16 cores" where the process may not use them all. */
function coresText({ cores, usable_cores }: Hardware): string {
  if (!cores) return "";
  return usable_cores && usable_cores < cores ? `${usable_cores} of ${count(cores, "core")}` : count(cores, "core");
}

function memoryText({ memory, memory_limit }: Hardware): string {
  if (!memory) return "";
  return memory_limit && memory_limit < memory ? `${bytes(memory_limit)} of ${bytes(memory)}` : bytes(memory);
}

function pairs(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
