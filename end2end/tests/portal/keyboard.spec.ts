import type { Page } from '@playwright/test';
import { covered } from '../../support/covered';
import { chips, focused, opener, openPanel, panel, usualColumns, value } from '../../support/dashboard';
import { alice, anders, grace, nadia } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { rareWord, raiseTicket, rows, subjects } from '../../support/tickets';

async function open(page: Page, login: string, address: string) {
  await enter(page, login);
  await page.goto(address);
  await hydrated(page);
}

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, is: (page: Page) => Promise<boolean>, what: string) {
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press('Tab');
    if (await is(page)) return;
  }
  throw new Error(`Tab does not reach ${what}`);
}

const namesFocused = (name: RegExp) => (page: Page) =>
  page.evaluate((pattern) => {
    const element = document.activeElement as HTMLElement | null;
    const named = element?.getAttribute('aria-label') ?? element?.closest('label')?.textContent ?? element?.textContent ?? '';
    return new RegExp(pattern).test(named);
  }, name.source);

const help = (page: Page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' });

test('a filter is reached by Tab, chosen by Space and shut by Escape', async ({ page }) => {
  await open(page, anders, '/tickets?closed=1');
  await tabTo(page, namesFocused(/^Queue$/), 'the filter');
  await page.keyboard.press('Enter');
  await expect(panel(page, 'Queue').getByRole('checkbox').first()).toBeVisible();
  await tabTo(page, namesFocused(/^Software/), 'the value');
  await page.keyboard.press('Space');
  await expect(chips(page)).toHaveText([/^Queue: Software/]);
  await expect(value(panel(page, 'Queue'), 'Software')).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(panel(page, 'Queue')).toBeHidden();
  await expect(opener(page, 'Queue')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(panel(page, 'Queue')).toBeVisible();
  await page.keyboard.press('Escape');
  await tabTo(page, namesFocused(/^Queue: Software, remove$/), 'the chip');
  await page.keyboard.press('Enter');
  await expect(chips(page)).toHaveCount(0);
});

test('the focus stays on a value that is chosen, so that the next one is a step away', async ({ page }) => {
  await open(page, anders, '/tickets?closed=1');
  const queues = await openPanel(page, 'Queue');
  await value(queues, 'Software').focus();
  await page.keyboard.press('Space');
  await expect(chips(page)).toHaveCount(1);
  await expect(value(queues, 'Software')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(chips(page)).toHaveText([/^Queue: Software/, /Carriers and web shops/]);
  await expect(page).toHaveURL((url) => url.searchParams.getAll('queue').length === 2);
});

test('the focus stays on a column that is turned on or off', async ({ page }) => {
  await enter(page, nadia);
  await usualColumns(page);
  await page.goto('/tickets');
  await hydrated(page);
  const columns = await openPanel(page, 'Set column properties');
  const channel = columns.getByRole('checkbox', { name: 'Channel' });
  await channel.focus();
  for (const shown of [true, false]) {
    await page.keyboard.press('Space');
    await expect(channel).toBeChecked({ checked: shown });
    await expect(columns.getByRole('status')).toHaveText('Saved.');
    await expect(channel).toBeFocused();
  }
});

test('Tab goes through an open panel before anything else', async ({ page }) => {
  await open(page, anders, '/tickets?closed=1');
  const types = await openPanel(page, 'Type');
  await expect(types).toBeFocused();
  const boxes = await types.getByRole('checkbox').count();
  await page.keyboard.press('Tab');
  await expect(types.getByRole('link', { name: 'Close' })).toBeFocused();
  for (let step = 0; step < boxes; step++) await page.keyboard.press('Tab');
  await expect(types.getByRole('checkbox').last()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(opener(page, 'Type')).toBeFocused();
});

test('j and k step through the list, Enter opens', async ({ page }) => {
  await open(page, grace, '/tickets?closed=1&sort=number');
  const links = await subjects(page).evaluateAll((found) => found.map((link) => link.getAttribute('href')));
  await page.keyboard.press('j');
  expect(await focused(page)).toBe(links[0]);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  expect(await focused(page)).toBe(links[2]);
  await expect(rows(page).nth(2)).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('k');
  expect(await focused(page)).toBe(links[1]);
  for (let step = 0; step < 3; step++) await page.keyboard.press('k');
  expect(await focused(page)).toBe(links[0]);
  for (let step = 0; step < 30; step++) await page.keyboard.press('j');
  expect(await focused(page)).toBe(links[24]);
  await expect(rows(page).nth(24)).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(links[24] ?? '');
});

test('the bar hides no ticket that is stepped to', { tag: ['@phone', '@layout'] }, async ({ page }) => {
  await open(page, grace, '/tickets?closed=1&sort=number');
  await page.keyboard.press('k');
  await expect(subjects(page).nth(24)).toBeFocused();
  for (let place = 23; place >= 0; place--) {
    await page.keyboard.press('k');
    await expect(subjects(page).nth(place)).toBeFocused();
    const seen = await subjects(page).nth(place).evaluate((link) => {
      const box = link.getBoundingClientRect();
      const upon = document.elementFromPoint(box.left + 5, box.top + box.height / 2);
      return upon !== null && (link.contains(upon) || upon.contains(link));
    });
    expect(seen, `row ${place + 1}`).toBe(true);
  }
});

test('no button that floats covers what has the focus', { tag: ['@phone', '@layout'] }, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 600 });
  await enter(page, alice);
  await page.goto('/account');
  await hydrated(page);
  expect(await covered(page, 'main')).toEqual([]);
});

test('the focus on a ticket can be seen', async ({ page }) => {
  await open(page, grace, '/tickets?closed=1&sort=number');
  const before = await rows(page).nth(1).screenshot();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(subjects(page).nth(1)).toBeFocused();
  expect((await rows(page).nth(1).screenshot()).equals(before)).toBe(false);
});

test('/ searches, n raises, ? tells the keys', async ({ page }) => {
  await open(page, alice, '/tickets');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1 }).click();

  await page.keyboard.press('?');
  await expect(help(page)).toBeVisible();
  for (const key of ['/', 'j', 'k', 'Enter', 'n', '?']) await expect(help(page).getByText(key, { exact: true })).toBeVisible();
  await accessible(page);
  await page.keyboard.press('Escape');
  await expect(help(page)).toBeHidden();

  await page.keyboard.press('n');
  await expect(page).toHaveURL('/tickets/new');
});

test('the keys are told by their button, too', { tag: '@phone' }, async ({ page, isMobile }) => {
  await open(page, alice, '/tickets');
  const button = page.getByRole('button', { name: 'Keyboard shortcuts' });
  // A phone has no keys.
  await expect(button).toBeVisible({ visible: !isMobile });
  if (isMobile) return;
  await button.click();
  await expect(help(page)).toBeVisible();
});

test('letters are letters while somebody types or chooses', async ({ page }) => {
  await open(page, alice, '/tickets');
  const letters = 'jkn?/';
  await page.getByRole('searchbox').click();
  await page.keyboard.type(letters);
  await expect(page.getByRole('searchbox')).toHaveValue(letters);
  await expect(page.getByRole('searchbox')).toBeFocused();
  await expect(help(page)).toBeHidden();

  await page.getByLabel('Tickets per page').focus();
  await page.keyboard.type('jkn');
  await expect(page.getByLabel('Tickets per page')).toBeFocused();
  await expect(page).toHaveURL('/tickets');

  const people = await openPanel(page, 'Assignee');
  await people.getByRole('searchbox', { name: 'Find by name' }).pressSequentially('n/k?');
  await expect(people.getByRole('searchbox', { name: 'Find by name' })).toHaveValue('n/k?');
  await expect(page).toHaveURL('/tickets');
  await page.keyboard.press('Escape');

  const number = await raiseTicket(page, `Letters ${rareWord()}`);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await page.getByRole('textbox', { name: 'Your reply' }).click();
  await page.keyboard.type(letters);
  await expect(page.getByRole('textbox', { name: 'Your reply' })).toHaveValue(letters);
  await expect(page).toHaveURL(`/tickets/${number}`);
});

test('letters with Control, Alt or Command are the browser’s', async ({ page }) => {
  await open(page, alice, '/tickets');
  for (const key of ['Control+j', 'Alt+n', 'Meta+k']) await page.keyboard.press(key);
  await expect(page).toHaveURL('/tickets');
  await expect(subjects(page).first()).not.toBeFocused();
});
