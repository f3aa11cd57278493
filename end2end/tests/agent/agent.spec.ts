import type { Page } from '@playwright/test';
import { alice, grace, hugo, iris } from '../../support/people';
import { accessible, enter, expect, hydrated, origin, test } from '../../support/test';
import { act, answer, answerBox, details, fact, file, raiseTicket, rareWord, said, status, unfold } from '../../support/tickets';

test('an agent changes the fields of a ticket', { tag: '@phone' }, async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  const number = await raiseTicket(customer, `Fields ${word}`);
  await enter(page, grace);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await unfold(page);
  await accessible(page);
  const field = (name: string) => details(page).getByLabel(name);

  await test.step('each when it is chosen, one line each', async () => {
    await field('Status').selectOption({ label: 'Waiting for customer' });
    await field('Assignee').selectOption({ label: 'Hugo Brandt' });
    await field('Queue').selectOption({ label: 'Field service / Print' });
    await field('Priority').selectOption({ label: 'Urgent' });
    for (const line of [
      'Grace Okoye set the status to Waiting for customer',
      'Grace Okoye assigned the ticket to Hugo Brandt',
      'Grace Okoye moved the ticket to Field service / Print',
      'Grace Okoye set the priority to Urgent',
    ]) {
      await expect(said(page, line)).toHaveCount(1);
    }
    await expect(status(page)).toHaveText('Waiting for customer');
    await expect(page.getByRole('status').filter({ hasText: 'Priority set to Urgent.' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Save changes' })).toBeHidden();
    await accessible(page);
  });

  await test.step('choosing what already is leaves no trace', async () => {
    const lines = await page.getByRole('region', { name: 'Conversation' }).getByRole('listitem').count();
    await field('Queue').selectOption({ label: 'Field service / Print' });
    await page.reload();
    await hydrated(page);
    await expect(field('Queue').locator('option:checked')).toHaveText('Field service / Print');
    expect(await page.getByRole('region', { name: 'Conversation' }).getByRole('listitem').count()).toBe(lines);
  });

  await test.step('what is chosen follows what happens', async () => {
    await field('Status').selectOption({ label: 'Open' });
    await expect(status(page)).toHaveText('Open');
    await act(page, 'Close ticket');
    await expect(said(page, 'Grace Okoye closed the ticket')).toHaveCount(1);
    await expect(status(page)).toHaveText('Closed');
    await expect(field('Status').locator('option:checked')).toHaveText('Closed');
    await field('Priority').selectOption({ label: 'Low' });
    await expect(said(page, 'Grace Okoye set the priority to Low')).toHaveCount(1);
    await expect(status(page)).toHaveText('Closed');
    await act(page, 'Reopen');
    await expect(said(page, 'Grace Okoye reopened the ticket')).toHaveCount(1);
    await expect(status(page)).toHaveText('Open');
    await expect(field('Status').locator('option:checked')).toHaveText('Open');
    await field('Assignee').selectOption({ label: 'Unassigned' });
    await expect(said(page, 'Grace Okoye unassigned the ticket')).toHaveCount(1);
    await answer(page, `Mine again, ${word}`);
    await expect(said(page, 'Grace Okoye took the ticket')).toHaveCount(1);
    await expect(field('Assignee').locator('option:checked')).toHaveText('Grace Okoye');
  });

  await test.step('the customer reads the same story and may not change it', async () => {
    await customer.goto(`/tickets/${number}`);
    await hydrated(customer);
    await expect(said(customer, 'Grace Okoye set the priority to Urgent')).toHaveCount(1);
    await expect(fact(customer, 'Priority')).toHaveText('Low');
    await expect(customer.getByRole('button', { name: 'Save changes' })).toHaveCount(0);
    await accessible(customer);
    const form = { priority: 'urgent' };
    const refused = await customer.request.post(`/tickets/${number}/change`, { form, headers: { Origin: origin(), Accept: 'application/json' } });
    expect(refused.status()).toBe(403);
  });
});

test('a private note is for agents', async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  const number = await raiseTicket(customer, `Notes ${word}`);
  await enter(page, grace);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await page.getByLabel('Private note, for agents only').check();
  await page.getByLabel('Attachments').setInputFiles([file(`secret-${word}.txt`, 'for agents')]);
  await answer(page, `Between us ${word}`);
  // A note is no answer: nobody is assigned, and the ticket is as new as before.
  await expect(details(page).getByLabel('Assignee').locator('option:checked')).toHaveText('Unassigned');
  await expect(status(page)).toHaveText('New');

  const colleague = await visitor(hugo);
  await colleague.goto(`/tickets/${number}`);
  await hydrated(colleague);
  await expect(said(colleague, `Between us ${word}`)).toContainText('Private note');
  const secret = colleague.getByRole('region', { name: 'Conversation' }).getByRole('link', { name: `secret-${word}.txt` });
  const address = (await secret.getAttribute('href')) ?? '';
  expect((await colleague.request.get(address)).status()).toBe(200);
  await accessible(colleague);

  await customer.goto(`/tickets/${number}`);
  await hydrated(customer);
  await expect(customer.getByRole('heading', { level: 1 })).toHaveText(`Notes ${word}`);
  const shown = await customer.content();
  for (const hidden of ['Between us', `secret-${word}`, 'Private note']) expect(shown).not.toContain(hidden);
  expect((await customer.request.get(address)).status()).toBe(404);
});

test('a read-only agent reads', async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  const number = await raiseTicket(customer, `Reading ${word}`);
  await enter(page, iris);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await expect(page.getByText('You can read this ticket but not reply to it.')).toBeVisible();
  await expect(answerBox(page)).toHaveCount(0);
  for (const name of ['Send', 'Save changes', 'Close ticket', 'Reopen']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
  }
  await expect(fact(page, 'Queue')).toHaveText('Software');
  await accessible(page);
  const headers = { Origin: origin(), Accept: 'application/json' };
  for (const [verb, form] of [['messages', { body: word }], ['close', {}], ['change', { priority: 'urgent' }]] as const) {
    expect((await page.request.post(`/tickets/${number}/${verb}`, { form, headers })).status(), verb).toBe(403);
  }
});

test('subscribing and unsubscribing', async ({ page, visitor }) => {
  const customer = await visitor(alice);
  const number = await raiseTicket(customer, `Followed ${rareWord()}`);
  await enter(page, hugo);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  const subscribe = page.getByRole('button', { name: 'Subscribe', exact: true });
  const unsubscribe = page.getByRole('button', { name: 'Unsubscribe' });
  for (let round = 0; round < 2; round++) {
    await subscribe.click();
    await expect(unsubscribe).toBeVisible();
    await expect(subscribe).toHaveCount(0);
    await unsubscribe.click();
    await expect(subscribe).toBeVisible();
  }
  await subscribe.click();
  await expect(unsubscribe).toBeVisible();
  await page.reload();
  await expect(unsubscribe).toBeVisible();
});

test('what is half written survives every other act on the page', async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  const number = await raiseTicket(customer, `Half written ${word}`);
  await enter(page, grace);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await answerBox(page).fill(`Half written ${word}`);
  await page.getByLabel('Private note, for agents only').check();
  await page.getByLabel('Attachments').setInputFiles([file('half.txt', word)]);
  await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Unsubscribe' })).toBeVisible();
  await details(page).getByLabel('Priority').selectOption({ label: 'High' });
  await expect(said(page, 'set the priority to High')).toHaveCount(1);
  await page.getByRole('link', { name: 'Framed view' }).click();
  await expect(answerBox(page)).toHaveValue(`Half written ${word}`);
  await expect(page.getByLabel('Private note, for agents only')).toBeChecked();
  await expect(page.getByRole('button', { name: 'Remove half.txt' })).toBeVisible();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const note = page.getByRole('region', { name: 'Conversation' }).getByRole('listitem').filter({ has: page.getByText('Private note', { exact: true }) });
  await expect(note).toContainText(`Half written ${word}`);
  await expect(note.getByRole('link', { name: 'half.txt' })).toBeVisible();
});

test('of two agents neither undoes what the other has set', async ({ page, visitor }) => {
  const word = rareWord();
  const number = await raiseTicket(await visitor(alice), `Both at it ${word}`);
  await enter(page, grace);
  const other = await visitor(hugo);
  const field = (page: Page, name: string) => details(page).getByLabel(name);
  const save = (page: Page) => page.getByRole('button', { name: 'Save changes' }).click();
  for (const tab of [page, other]) {
    await tab.goto(`/tickets/${number}`);
    await hydrated(tab);
  }
  await field(other, 'Priority').selectOption({ label: 'Low' });
  await expect(said(page, 'Hugo Brandt set the priority to Low')).toHaveCount(1);
  await field(page, 'Assignee').selectOption({ label: 'Grace Okoye' });
  await expect(said(page, 'Grace Okoye took the ticket')).toHaveCount(1);
  await expect(field(page, 'Priority').locator('option:checked')).toHaveText('Low');
  await expect(said(page, /Grace Okoye set the priority/)).toHaveCount(0);

  // As if the news had not come yet: nothing is saved, and it is said who set it.
  await page.evaluate(() => {
    (document.getElementById('seen.priority') as HTMLInputElement).value = 'normal';
  });
  await field(page, 'Priority').selectOption({ label: 'Urgent' });
  await expect(details(page).getByText('Hugo Brandt has just set this to “Low”.')).toBeVisible();
  await expect(field(page, 'Priority').locator('option:checked')).toHaveText('Urgent');
  await expect(said(page, 'set the priority to Urgent')).toHaveCount(0);
  await accessible(page);
  await save(page);
  await expect(said(page, 'Grace Okoye set the priority to Urgent')).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Save changes' })).toBeHidden();
});
