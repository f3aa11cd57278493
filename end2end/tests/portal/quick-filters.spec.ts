import type { Page } from '@playwright/test';
import { chips } from '../../support/dashboard';
import { alice, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, origin, test } from '../../support/test';
import { raiseTicket, rareWord, subjects } from '../../support/tickets';

const quick = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Quick filters' }).getByRole('link', { name: new RegExp(`^${name}( \\d+\\+?)?$`) });

/** Sends a form beside the page, as whoever is signed in. */
async function send(page: Page, path: string, multipart: Record<string, string>) {
  const answer = await page.request.post(path, { multipart, headers: { Origin: origin() }, maxRedirects: 0 });
  expect(answer.status(), path).toBe(303);
}

test('Unread and Waiting for you narrow the view, and give it back', { tag: '@phone' }, async ({ page, visitor }) => {
  const word = rareWord();
  const agent = await visitor(grace);
  await enter(page, alice);
  const asked = await raiseTicket(page, `Asked ${word}`);
  await raiseTicket(page, `Quiet ${word}`);
  await send(agent, `/tickets/${asked}/messages`, { body: 'Which printer is it?' });
  await send(agent, `/tickets/${asked}/change`, { status: 'waiting-customer' });
  await page.goto(`/tickets?q=${word}&sort=subject`);
  await hydrated(page);
  const both = [`Asked ${word}`, `Quiet ${word}`];
  await expect(subjects(page)).toHaveText(both);
  await expect(page.getByText('Waiting for customer')).toHaveCount(0);

  for (const name of ['Unread', 'Waiting for you']) {
    await test.step(name, async () => {
      await quick(page, name).click();
      await expect(subjects(page)).toHaveText([`Asked ${word}`]);
      await expect(quick(page, name)).toHaveAttribute('aria-current', 'true');
      await expect(quick(page, name)).toBeFocused();
      await expect(page).toHaveURL((url) => url.searchParams.get('q') === word && url.searchParams.get('sort') === 'subject');
      await expect(chips(page)).toHaveText([`Only: ${name} ×`]);
      await accessible(page);
      await quick(page, name).click();
      await expect(subjects(page)).toHaveText(both);
      await expect(quick(page, name)).not.toHaveAttribute('aria-current');
    });
  }

  await test.step('a reply ends the waiting while the list stands', async () => {
    await quick(page, 'Waiting for you').click();
    await expect(subjects(page)).toHaveText([`Asked ${word}`]);
    await send(page, `/tickets/${asked}/messages`, { body: 'The one at gate 3.' });
    await expect(page.getByRole('heading', { name: 'Nothing’s waiting for you' })).toBeVisible();
    await accessible(page);
    await page.goBack();
    await expect(subjects(page)).toHaveText(both);
  });
});

test('an agent finds who waits for a reply, with a number beside it', async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  const number = await raiseTicket(customer, `Numbers ${word}`);
  await raiseTicket(customer, `Unseen ${word}`);
  await enter(page, grace);
  await send(page, `/tickets/${number}/change`, { assignee: 'grace' });
  await page.goto('/tickets');
  await hydrated(page);
  for (const name of ['Unread', 'Waiting for you']) await expect(quick(page, name)).toHaveText(/ \d+\+?$/);
  await page.goto(`/tickets?waiting=1&q=${word}`);
  await hydrated(page);
  await expect(subjects(page)).toHaveText([`Numbers ${word}`]);
  await send(page, `/tickets/${number}/messages`, { body: 'Which printer is it?' });
  await expect(page.getByRole('heading', { name: 'Nothing’s waiting for you' })).toBeVisible();
});

test('the numbers are not counted at everything that happens', async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  await enter(page, grace);
  await page.goto('/tickets');
  await hydrated(page);
  await expect(page.locator('html')).toHaveAttribute('data-live', 'on');
  let asked = 0;
  page.on('request', (request) => (asked += Number(new URL(request.url()).pathname === '/calls/tickets/quick')));
  const begun = Date.now();
  for (let at = 0; at < 6; at += 1) await raiseTicket(customer, `${at} ${word}`);
  await expect.poll(() => asked).toBeGreaterThan(0);
  // Once soon, then every ten seconds.
  expect(asked).toBeLessThanOrEqual(1 + Math.floor((Date.now() - begun) / 10_000));
});
