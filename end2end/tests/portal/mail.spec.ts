import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { alice, grace, olga } from '../../support/people';
import { accessible, enter, expect, hydrated, origin, outbox, test } from '../../support/test';
import { raiseTicket, rareWord } from '../../support/tickets';
import type { Page } from '@playwright/test';

/** The mails to somebody that hold this word, as they were sent. */
function mailsTo(login: string, word: string): string[] {
  const folder = outbox();
  let names: string[] = [];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
  } catch {
    // Nothing was sent yet.
  }
  const unfolded = (text: string) => text.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
  const mails = names.map((name) => unfolded(readFileSync(join(folder, name), 'utf8')));
  return mails.filter((mail) => mail.includes(`<${login}>`) && mail.includes(word));
}

async function answerBeside(page: Page, number: string, body: string) {
  const answer = await page.request.post(`/tickets/${number}/messages`, { multipart: { body }, headers: { Origin: origin() }, maxRedirects: 0 });
  expect(answer.status(), `answering ${number}`).toBe(303);
}

test('an answer comes by mail to those who want it so', async ({ page, visitor }) => {
  const word = rareWord();
  const [agent, colleague] = [await visitor(grace), await visitor(olga)];
  await enter(page, alice);
  const number = await raiseTicket(page, `Mailed ${word}`);

  await test.step('a follower who wants no mail says so', async () => {
    await colleague.goto('/activities');
    await hydrated(colleague);
    await colleague.getByRole('link', { name: 'Choose which emails you get' }).click();
    await expect(colleague.getByRole('heading', { name: 'Notifications' })).toBeVisible();
    await accessible(colleague);
    const messages = colleague.getByRole('group', { name: 'New tickets, replies and notes' });
    await messages.getByLabel('Activities only').check();
    await colleague.getByRole('group', { name: 'Status, queue and other changes' }).getByLabel('Neither').check();
    await colleague.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(colleague.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
    await expect(messages.getByLabel('Activities only')).toBeChecked();
    const form = { form: { on: '1' }, headers: { Origin: origin() }, maxRedirects: 0 };
    expect((await colleague.request.post(`/tickets/${number}/subscribe`, form)).status()).toBe(303);
  });

  await test.step('the reporter gets the answer, the author and the other one do not', async () => {
    await answerBeside(agent, number, `It is done ${word}\n.\n<b>really</b>`);
    await expect.poll(() => mailsTo(alice, `It is done ${word}`).length).toBe(1);
    const [mail] = mailsTo(alice, `It is done ${word}`);
    expect(mail).toContain(`Subject: [${number}] Mailed ${word}`);
    expect(mail).toContain('&lt;b&gt;really&lt;/b&gt;');
    expect(mailsTo(olga, `It is done ${word}`)).toEqual([]);
    expect(mailsTo(grace, `It is done ${word}`)).toEqual([]);
  });
});

test('admins see that every mail has arrived, others see nothing', async ({ page, visitor }) => {
  const customer = await visitor(alice);
  await enter(page, 'admin@portico.example');
  await page.goto('/');
  await hydrated(page);
  await page.getByRole('link', { name: 'Outgoing email', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'All emails delivered' })).toBeVisible();
  await accessible(page);
  await customer.goto('/admin/mails');
  await expect(customer.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await expect(customer.getByRole('link', { name: 'Outgoing email', exact: true })).toHaveCount(0);
});

test.describe('without JavaScript', () => {
  test.use({ noscript: true });

  test('choices are kept', async ({ page }) => {
    await enter(page, 'ewa@smallpier.example');
    await page.goto('/account/notifications');
    const daily = page.getByLabel('One email each morning with what you haven’t read yet');
    await daily.check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
    await expect(daily).toBeChecked();
    await daily.uncheck();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(daily).not.toBeChecked();
  });
});
