/** What journeys do with the dashboard's filters, panels and columns. */
import type { Locator, Page } from '@playwright/test';
import { expect, origin } from './test';
import { rows } from './tickets';

/** The button of a filter, however many values are chosen in it, or of another panel. */
export const opener = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}( \\d+ selected)?$`) });

export const panel = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });

const filterButton = (page: Page) => page.getByRole('button', { name: /^Filter( \d+ selected)?$/ });

const sheet = (page: Page) => page.locator('#list-sheet');

/** Shows the filters and what stands beside them: on a phone they are behind a button. */
export async function showFilters(page: Page) {
  if ((await filterButton(page).isVisible()) && !(await sheet(page).isVisible())) await filterButton(page).click();
}

/** Puts them away, where they stand over the page. No panel is open. */
export async function hideFilters(page: Page) {
  if (!(await filterButton(page).isVisible()) || !(await sheet(page).isVisible())) return;
  await page.keyboard.press('Escape');
  await expect(sheet(page)).toBeHidden();
}

/** Opens a panel and waits until it shows what can be chosen. */
export async function openPanel(page: Page, name: string): Promise<Locator> {
  await showFilters(page);
  await opener(page, name).click();
  await expect(panel(page, name).getByRole('listitem').or(panel(page, name).getByRole('radio')).first()).toBeVisible();
  return panel(page, name);
}

/** A value of a filter, with the number of tickets it holds in its name. */
export const value = (open: Locator, name: string) => open.getByRole('checkbox', { name: new RegExp(`^${name}\\s*\\d+$`) });

export const chips = (page: Page) => page.getByRole('link', { name: /, remove$/ });

export const resetFilters = (page: Page) => page.getByRole('group', { name: 'Filters' }).getByRole('link', { name: 'Reset filters' });

/** A ticket as its row shows it. */
export interface Listed {
  number: string;
  subject: string;
  queue: string;
  type: string;
  status: string;
  assignee: string;
  /** As days where the reader is. */
  created: string;
  changed: string;
}

/** Every column that a filter is about, in an address of its own. */
export const allColumns = 'cols=number,subject,queue,type,status,assignee,created,changed';

/** The tickets in the list, from top to bottom; the columns of `allColumns` are needed. */
export async function listed(page: Page): Promise<Listed[]> {
  const cells = await rows(page).evaluateAll((found) =>
    found.map((row) => {
      const text = (column: string) => row.querySelector(`.col-${column}`)?.textContent?.trim() ?? '';
      const day = (column: string) => {
        const instant = row.querySelector(`.col-${column} time`)?.getAttribute('datetime') ?? '';
        return new Date(instant).toLocaleDateString('en-CA', { timeZone: 'Europe/London' });
      };
      return {
        number: text('number').replace('Unread', ''),
        subject: text('subject'),
        queue: text('queue'),
        type: text('type'),
        status: text('status'),
        assignee: text('assignee'),
        created: day('created'),
        changed: day('changed'),
      };
    }),
  );
  return cells;
}

/** Waits until the list holds these tickets, in this order. */
export const expectListed = (page: Page, tickets: Listed[]) =>
  expect.poll(async () => (await listed(page)).map((ticket) => ticket.number)).toEqual(tickets.map((ticket) => ticket.number));

/** Waits until the list says that it holds so many. */
export async function expectTotal(page: Page, count: number) {
  if (count === 0) await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  else await expect(page.locator('.pages-range')).toHaveText(new RegExp(`^1–${Math.min(count, 25)} of ${count}$`));
}

/** The day so many days ago, where the reader is. */
export const daysAgo = (days: number) =>
  new Date(Date.now() - days * 86_400_000).toLocaleDateString('en-CA', { timeZone: 'Europe/London' });

/** The names of the columns from left to right. */
export const heads = (page: Page) => page.locator('thead th');

/** Gives whoever is signed in the usual columns and search back, beside the panel. */
export async function usualColumns(page: Page) {
  const form = 'reset=1&in=number&in=subject';
  const headers = { Origin: origin(), 'Content-Type': 'application/x-www-form-urlencoded' };
  const answer = await page.request.post('/tickets/columns', { data: form, headers, maxRedirects: 0 });
  expect(answer.status(), 'the usual columns').toBe(303);
}

export const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('href') ?? document.activeElement?.id ?? '');

/** Notes what moves without anybody having touched it. */
export async function watchShifts(page: Page) {
  await page.addInitScript(() => {
    const shifts: { value: number; what: string }[] = [];
    Object.assign(window, { shifts });
    type Source = { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly };
    type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: Source[] };
    const place = (rect: DOMRectReadOnly) => `${[rect.x, rect.y, rect.width, rect.height].map(Math.round)}`;
    const name = (node: Node | null) => {
      const element = node instanceof Element ? node : node?.parentElement;
      return element ? `${element.localName}.${element.className}` : 'something gone';
    };
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries() as Shift[]) {
        if (shift.hadRecentInput) continue;
        const what = shift.sources.map((one) => `${name(one.node)} ${place(one.previousRect)} → ${place(one.currentRect)}`);
        shifts.push({ value: shift.value, what: what.join('; ') });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** How far things have moved and what it was, once two more frames are painted, so that what hydration moved is counted. */
export const shifts = (page: Page) =>
  page.evaluate(async () => {
    for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
    return (window as unknown as { shifts: { value: number; what: string }[] }).shifts;
  });

/** The sum of how far things have moved. */
export const shifted = async (page: Page) => (await shifts(page)).reduce((sum, shift) => sum + shift.value, 0);
