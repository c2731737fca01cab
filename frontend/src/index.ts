import "./shared/tokens.css";
import "./shared/base.css";
import "./shared/controls.css";
import "./app/app.css";
import { mount } from "./app/mount";

/** TensorBoard's entry: called once, in a frame of our own. */
export async function render(): Promise<void> {
  await mount(new URL(import.meta.url));
}
