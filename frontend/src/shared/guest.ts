/** The guest's end of TensorBoard's plugin channel: we only listen for reloads. */
const RELOADED = "experimental.DataReloaded";

/** Calls `reloaded` whenever TensorBoard has reloaded its data; the host waits for a reply to each message. */
export function listenToHost(reloaded: () => void): void {
  if (window.parent === window) return;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event: MessageEvent<string>) => {
    const { type, id, isReply } = JSON.parse(event.data);
    if (isReply) return;
    port1.postMessage(JSON.stringify({ type, id, payload: null, error: null, isReply: true }));
    if (type === RELOADED) reloaded();
  };
  window.parent.postMessage("experimental.bootstrap", "*", [port2]);
}
