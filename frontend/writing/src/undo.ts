/** A message can be taken back for ten seconds. */
import { post } from './server';

/** Takes a message back; false when that is not possible any more. */
export async function retract(ticket: string, message: string): Promise<boolean> {
  const address = `${ticket}/messages/${message}/retract`;
  const form = document.querySelector<HTMLFormElement>(`form[action="${address}"]`);
  if (!form) return (await post(address).catch(() => undefined))?.ok ?? false;
  // The page's own button: it also shows the conversation anew.
  const done = new Promise<Event>((next) => {
    for (const name of ['sent', 'refused', 'offline', 'signed-out']) form.addEventListener(`portico:${name}`, next, { once: true });
  });
  form.requestSubmit();
  return (await done).type === 'portico:sent';
}
