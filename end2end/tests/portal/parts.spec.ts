import type { Page } from '@playwright/test';
import { alice } from '../../support/people';
import { enter, expect, hydrated, test } from '../../support/test';
import { answer, answerBox, raiseTicket, rareWord, said, search, subjects } from '../../support/tickets';

// The list comes first; what other pages are made of is fetched when somebody stirs, or with the page.

/** The names of the parts that the page has asked for, as they come. */
function parts(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const name = /\/pkg\/\w+\/((?:split|chunk)_\w+)\.wasm$/.exec(request.url())?.[1];
    if (name) asked.push(name);
  });
  return asked;
}

test('a list comes without what other pages are made of, and has it before one goes there', async ({ page }) => {
  await enter(page, alice);
  const word = rareWord();
  await raiseTicket(page, `Apart ${word}`);
  const asked = parts(page);
  await page.goto(`/tickets?q=${word}`);
  await hydrated(page);
  expect(asked).toEqual([]);
  await page.keyboard.press('Shift');
  await expect.poll(() => asked).toEqual(expect.arrayContaining(['split_ticket']));
  await page.evaluate(() => ((globalThis as { same?: boolean }).same = true));
  await subjects(page).first().click();
  await answer(page, `Alive ${word}`);
  await page.goBack();
  await expect(subjects(page)).toHaveText([`Apart ${word}`]);
  await page.goForward();
  await expect(said(page, `Alive ${word}`)).toHaveCount(1);
  expect(await page.evaluate(() => (globalThis as { same?: boolean }).same), 'the page was never loaded anew').toBe(true);
});

test('a ticket opened directly is sent for together with what it is made of', async ({ page }) => {
  await enter(page, alice);
  const word = rareWord();
  const number = await raiseTicket(page, `Direct ${word}`);
  const asked = parts(page);
  await page.goto(`/tickets/${number}`);
  expect(asked, 'named in the head').toContain('split_ticket');
  await hydrated(page);
  await answer(page, `Direct answer ${word}`);
  expect(asked.filter((name) => name === 'split_ticket'), 'asked for once').toHaveLength(1);
  expect(asked.length, 'few files').toBeLessThan(12);
});

test('a page whose part is gone is loaded as a whole', async ({ page, tolerate }) => {
  tolerate(/404/);
  await enter(page, alice);
  const word = rareWord();
  await raiseTicket(page, `Replaced ${word}`);
  await page.goto('/tickets');
  await hydrated(page);
  // As after the program was replaced: the page is older than what the server has.
  await page.route('**/split_ticket.wasm', (route) => route.fulfill({ status: 404 }), { times: 2 });
  await search(page, word);
  await subjects(page).first().click();
  await expect(page).toHaveURL(/\/tickets\/PT-\d+\?from=/);
  await hydrated(page);
  await answer(page, `Here again ${word}`);
  await page.goBack();
  await expect(page).toHaveURL((url) => url.searchParams.get('q') === word);
});

test('a ticket whose part never comes can be read and answered', async ({ page, tolerate }) => {
  tolerate(/split_ticket\.wasm/);
  await enter(page, alice);
  const word = rareWord();
  const number = await raiseTicket(page, `Bare ${word}`);
  await page.route('**/split_ticket.wasm', (route) => route.abort());
  await page.goto(`/tickets/${number}`);
  await answerBox(page).fill(`Plain ${word}`);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page).toHaveURL(/#m-/);
  await expect(said(page, `Plain ${word}`)).toHaveCount(1);
});
