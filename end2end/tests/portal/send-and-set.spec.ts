/** *Send and set to …*: an agent answers, sets the status and takes the ticket at once. */
import type { Page } from '@playwright/test';
import { alice, grace, hugo } from '../../support/people';
import { accessible, enter, expect, hydrated, origin, test } from '../../support/test';
import { answerBox, raiseTicket, rareWord, said, send, status } from '../../support/tickets';

const setTo = (page: Page) => page.getByLabel('Send and set to');
const toMe = (page: Page) => page.getByLabel('Assign to me');
const chosen = (page: Page, field: string) => page.getByLabel(field).locator('option:checked');

/** A ticket of alice's, which grace has open. */
async function opened(page: Page, customer: Page): Promise<string> {
  const number = await raiseTicket(customer, `Set ${rareWord()}`);
  await enter(page, grace);
  await page.goto(`/tickets/${number}`);
  return number;
}

test('an answer, a status and an assignment', { tag: '@phone' }, async ({ page, visitor }) => {
  const customer = await visitor(alice);
  const number = await opened(page, customer);
  await hydrated(page);
  await answerBox(page).fill('Try it now, please.');
  await setTo(page).selectOption({ label: 'Waiting for customer' });
  await toMe(page).check();
  await accessible(page);
  await send(page).click();
  await expect(said(page, 'Try it now, please.')).toHaveCount(1);
  await expect(status(page)).toHaveText('Waiting for customer');
  await expect(chosen(page, 'Assignee')).toHaveText('Grace Okoye');
  await expect(said(page, 'Grace Okoye took the ticket')).toHaveCount(1);

  await test.step('the next one sets nothing', async () => {
    await answerBox(page).fill('And?');
    await expect(chosen(page, 'Send and set to')).toHaveText('No change');
    // It is hers now.
    await expect(toMe(page)).toHaveCount(0);
    await send(page).click();
    await expect(said(page, 'And?')).toHaveCount(1);
    await expect(status(page)).toHaveText('Waiting for customer');
  });

  await test.step('customers only answer', async () => {
    await customer.goto(`/tickets/${number}`);
    await expect(said(customer, 'Try it now, please.')).toHaveCount(1);
    await expect(setTo(customer)).toHaveCount(0);
  });
});

test.describe('without scripts', () => {
  test.use({ noscript: true });

  test('what somebody else has changed meanwhile is named, and sent again it is done', async ({ page, visitor }) => {
    const number = await opened(page, await visitor(alice));
    const other = await visitor(hugo);
    const changed = await other.request.post(`/tickets/${number}/change`, { multipart: { status: 'open' }, headers: { Origin: origin() }, maxRedirects: 0 });
    expect(changed.status()).toBe(303);

    await answerBox(page).fill('It is done.');
    await setTo(page).selectOption({ label: 'Solved' });
    await send(page).click();
    await expect(setTo(page)).toHaveAccessibleDescription(/Open/);
    await expect(answerBox(page)).toHaveValue('It is done.');
    await expect(chosen(page, 'Send and set to')).toHaveText('Solved');
    await send(page).click();
    await expect(page).toHaveURL(/#m-/);
    await expect(said(page, 'It is done.')).toHaveCount(1);
    await expect(status(page)).toHaveText('Solved');
  });
});
