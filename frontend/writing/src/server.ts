/** The addresses of server/src/drafts.rs. */

export interface Waiting {
  id: string;
  name: string;
  size: number;
}

export interface Unsent {
  /** Stays the same while it is written on; empty where there is none. */
  id: string;
  revision: number;
  text: string;
  html: string;
  fields: [string, string][];
  files: Waiting[];
}

export type Content = Pick<Unsent, 'text' | 'html' | 'fields'>;

const asked = { Accept: 'application/json' };

export async function read(place: string): Promise<Unsent | undefined> {
  const answer = await fetch(`/drafts?place=${encodeURIComponent(place)}`, { headers: asked });
  return answer.ok ? (await answer.json()).Ok : undefined;
}

/** New tickets that were begun. */
export async function unfinished(): Promise<{ place: string; about: string }[]> {
  const answer = await fetch('/drafts/new', { headers: asked });
  return answer.ok ? (await answer.json()).Ok : [];
}

function form(place: string, revision: number, content?: Content) {
  const data = new URLSearchParams({ place, revision: String(revision) });
  if (!content) return data;
  data.set('body', content.text);
  data.set('html', content.html);
  for (const [name, value] of content.fields) data.append(`field.${name}`, value);
  return data;
}

export const save = (place: string, draft: string, revision: number, content: Content) => {
  const body = form(place, revision, content);
  body.set('draft', draft);
  return fetch('/drafts', { method: 'POST', headers: asked, body, keepalive: content.text.length < 20_000 });
};

export const discard = (place: string, revision: number, files: string[]) => {
  const body = form(place, revision);
  for (const id of files) body.append('upload', id);
  return fetch('/drafts/discard', { method: 'POST', headers: asked, body });
};

export const remove = (id: string) => fetch(`/uploads/${id}/remove`, { method: 'POST', headers: asked });

export const post = (address: string, body?: BodyInit) => fetch(address, { method: 'POST', headers: asked, body });
