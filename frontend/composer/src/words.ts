/** The texts, as the server tells them in the page's language. */
export interface Words {
  toolbar: string;
  keys: string;
  style: string;
  styles: [string, string][];
  font: string;
  fonts: [string, string][];
  size: string;
  sizes: [string, string][];
  colour: string;
  colours: [string, string][];
  buttons: Record<string, string>;
  link: { address: string; apply: string; remove: string; bad: string };
  mention: { list: string; desk: string };
  emoji: { list: string; all: [string, string][] };
}

let told: Promise<Words> | undefined;

export function words(): Promise<Words> {
  told ??= fetch('/words/composer').then((answer) => {
    if (!answer.ok) throw new Error(`words: ${answer.status}`);
    return answer.json() as Promise<Words>;
  });
  // Another try may be luckier.
  told.catch(() => (told = undefined));
  return told;
}
