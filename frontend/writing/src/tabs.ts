/** What one tab tells the others of its browser: that a draft was sent. */

export interface Sent {
  draft: string;
  text: string;
}

const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('portico:sent') : undefined;

export const tellSent = (sent: Sent) => channel?.postMessage(sent);

/** Gives what ends the listening. */
export function onSent(heard: (sent: Sent) => void): () => void {
  const listen = ({ data }: MessageEvent<Sent>) => heard(data);
  channel?.addEventListener('message', listen);
  return () => channel?.removeEventListener('message', listen);
}
