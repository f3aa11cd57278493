/** Tickets that were begun are offered above the form of a new one: nothing lies under them, and nothing moves. */
import type { Page } from '@playwright/test';
import { covered } from '../../support/covered';
import { shifts, watchShifts } from '../../support/dashboard';
import { petra } from '../../support/people';
import { accessible, enter, expect, hydrated, origin, test } from '../../support/test';
import { rareWord } from '../../support/tickets';

const windows = {
  'wide': { width: 1280, height: 800 },
  'a phone': { width: 390, height: 844 },
  'a small phone': { width: 320, height: 568 },
  'twice the size': { width: 640, height: 400 },
};

/** Begins a new ticket beside the page, in a place where none was begun before. */
async function begin(page: Page, subject: string) {
  const place = `new-${Number.parseInt(rareWord().slice(1), 16) + 1}`;
  const form = { place, revision: '0', body: `About ${subject}`, html: '', 'field.subject': subject };
  const answer = await page.request.post('/drafts', { form, headers: { Origin: origin(), Accept: 'application/json' } });
  expect(answer.status(), `beginning “${subject}”`).toBe(200);
}

for (const [name, window] of Object.entries(windows)) {
  test(`what was begun lies over nothing: ${name}`, { tag: '@layout' }, async ({ page }) => {
    await page.setViewportSize(window);
    await watchShifts(page);
    await enter(page, petra);
    const word = rareWord();
    await begin(page, `The scanner at gate 4 shows nothing since this morning, whatever is scanned with it ${word}`);
    await begin(page, `Short ${word}`);
    await page.goto('/tickets/new');
    await hydrated(page);
    const offer = page.getByText('Unsent drafts');
    await expect(offer).toBeVisible();
    expect(await shifts(page), 'nothing moves when they are offered').toEqual([]);
    expect(await covered(page, 'form.new-ticket')).toEqual([]);
    await offer.click();
    const begun = page.locator('.new-begun').getByRole('listitem').filter({ hasText: word });
    await expect(begun).toHaveCount(2);
    expect(await covered(page, 'form.new-ticket'), 'with the open list').toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'wider than the window').toBeLessThanOrEqual(0);
    await accessible(page);
    for (const left of [1, 0]) {
      await begun.first().getByRole('button', { name: 'Discard' }).click();
      await expect(begun).toHaveCount(left);
    }
    expect(await shifts(page), 'nothing moves unasked').toEqual([]);
  });
}
