/** What journeys do with tickets again and again. All journeys share one server, so each makes tickets of its own. */
import { randomBytes } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expect, origin } from './test';

/** A word that no other ticket holds. */
export const rareWord = () => `x${randomBytes(4).toString('hex')}`;

/** Text as a file for an `<input>`. */
export const file = (name: string, content: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });

/** Raises a ticket beside the form, as whoever is signed in, and gives its number. */
export async function raiseTicket(page: Page, subject: string, fields: Record<string, string> = {}): Promise<string> {
  const multipart = { subject, type: 'question', queue: 'software', description: `About ${subject}.`, ...fields };
  const answer = await page.request.post('/tickets/new', { multipart, headers: { Origin: origin() }, maxRedirects: 0 });
  expect(answer.status(), `raising “${subject}”`).toBe(303);
  return new URL(answer.headers()['location'] ?? '', origin()).pathname.replace('/tickets/', '');
}

/** The rows of the list, without its head. */
export const rows = (page: Page) => page.locator('tbody').getByRole('row');

/** The subjects in the list, from top to bottom. */
export const subjects = (page: Page) => rows(page).getByRole('link');

export async function search(page: Page, words: string) {
  await page.getByRole('searchbox', { name: 'Search by subject' }).fill(words);
  await page.getByRole('searchbox', { name: 'Search by subject' }).press('Enter');
  await expect(page).toHaveURL((url) => url.searchParams.get('q') === words);
}

/** The head of a column, although a phone shows none. */
export const head = (page: Page, name: string) => page.locator('thead th').filter({ hasText: name });

/** Sorts by a column, or turns its order around: by its head, on a phone by a menu. */
export async function turn(page: Page, name: string) {
  const menu = page.getByRole('button', { name: 'Sort', exact: true });
  if (!(await menu.isVisible())) return head(page, name).getByRole('link').click();
  await menu.click();
  await page.locator('#sort-menu').getByRole('link', { name, exact: true }).click();
}

/** Sorts by a column and waits until the list is in its order. */
export async function sortBy(page: Page, name: string, order: 'ascending' | 'descending') {
  await turn(page, name);
  await expect(head(page, name)).toHaveAttribute('aria-sort', order);
}

/** A message or a line of the ticket's conversation. */
export const said = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('region', { name: 'Conversation' }).getByRole('listitem').filter({ hasText: text });

export const answerBox = (page: Page) => page.getByRole('textbox', { name: 'Your reply' });

export const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true });

/** Does something with the whole ticket: in its bar, or in the menu of the bar where there is no room. */
export async function act(page: Page, name: string) {
  const [button, more] = [page.getByRole('button', { name, exact: true }), page.getByRole('button', { name: 'More actions' })];
  if ((await more.isVisible()) && !(await button.isVisible())) await more.click();
  await button.click();
}

/** Expects that an action is offered, in the bar or behind *More actions*. */
export async function offers(page: Page, name: string) {
  const [button, more] = [page.getByRole('button', { name, exact: true }), page.getByRole('button', { name: 'More actions' })];
  await expect(button.or(more).first()).toBeVisible();
  if (!(await button.isVisible())) await more.click();
  await expect(button).toBeVisible();
}

/** Brings messages onto the screen by `show`, and waits until the desk has heard that they were seen. */
export async function seeing(page: Page, show: () => Promise<unknown>) {
  const told = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/seen'));
  await show();
  await told;
}

/** Writes an answer and waits until it stands in the conversation. */
export async function answer(page: Page, text: string) {
  await answerBox(page).fill(text);
  await send(page).click();
  await expect(said(page, text)).toHaveCount(1);
  await expect(answerBox(page)).toHaveValue('');
}

/** The panel beside the conversation; on a phone it is folded at first. */
export const details = (page: Page) => page.getByRole('complementary', { name: 'Details', includeHidden: true });

/** Shows the panel where it is folded. */
export async function unfold(page: Page) {
  const show = page.getByText('Show details', { exact: true });
  if (await show.isVisible()) await show.click();
  await expect(details(page)).toBeVisible();
}

/** What stands beside a name in the ticket's details. */
export const fact = (page: Page, name: string) => details(page).locator(`dt:text-is("${name}") + dd`);

/** The ticket's status as everybody sees it. */
export const status = (page: Page) => page.locator('.ticket-head .badge');
