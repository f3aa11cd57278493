/** Who may start a chat, and what there is instead. */
import { expect, hours, open, signedIn, take, test } from '../../support/chat';
import { chloe, grace, hugo, nadia } from '../../support/people';
import { accessible, enter } from '../../support/test';

const rosa = 'rosa@millrace.example';

async function everybodyPauses(address: string) {
  for (const agent of [grace, nadia, hugo]) await take(address, agent, false);
}

test('the door says how it stands: open, nobody there, closed, refused', { tag: '@phone' }, async ({ page, desk, visitor }) => {
  await take(desk.address, grace, true);
  await enter(page, rosa);
  await open(page, '/support');
  await page.getByRole('link', { name: 'Chat with us' }).click();
  await expect(page.getByRole('button', { name: 'Start chat' })).toBeVisible();
  await accessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await accessible(page);
  await page.emulateMedia({ colorScheme: 'light' });

  await everybodyPauses(desk.address);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'No one is available right now' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Raise a case' })).toHaveAttribute('href', '/tickets/new');
  await accessible(page);

  await hours(desk.address, false);
  try {
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Chat is closed right now' })).toBeVisible();
    await accessible(page);
    // The server refuses whoever tries without the page.
    const person = await signedIn(desk.address, rosa);
    const refused = await person.post('/chat', { multipart: { body: 'let me in', company: '' }, maxRedirects: 0 });
    expect(refused.status()).toBe(403);
    expect(await refused.text()).toContain('let me in');
    await person.dispose();
  } finally {
    await hours(desk.address, true);
  }

  const outside = await visitor(chloe);
  await open(outside, '/chat');
  await expect(outside.getByRole('heading', { name: 'You can’t use chat yet' })).toBeVisible();
  await expect(outside.getByText('Registered as a contact on the plan')).toBeVisible();
  await accessible(outside);
  await outside.getByRole('link', { name: 'See what’s missing' }).click();
  await expect(outside).toHaveURL('/support/check');
});

test('what was begun for a chat is there where a case is raised', async ({ page, desk }) => {
  await take(desk.address, grace, true);
  await enter(page, 'martin@smallpier.example');
  await open(page, '/chat');
  await page.locator('form[data-watched]').waitFor({ state: 'attached' });
  await page.getByLabel('How can we help?').fill('The scale shows nothing');
  await expect(page.getByText('Draft saved')).toBeVisible();
  await page.locator('.chat-start').getByRole('link', { name: 'Raise a case' }).click();
  await expect(page.getByLabel('Description')).toHaveValue('The scale shows nothing');
});

test('agents say whether they take chats', async ({ page, desk }) => {
  await take(desk.address, 'jonas@portico.example', false);
  await enter(page, 'jonas@portico.example');
  await open(page, '/chat');
  await page.getByRole('button', { name: 'Go online' }).click();
  await expect(page.getByText('Customers can see you’re online.')).toBeVisible();
  await page.getByLabel('Maximum').selectOption('5');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('0 of 5 chats')).toBeVisible();
  await page.getByRole('link', { name: /^All/ }).click();
  await expect(page).toHaveURL('/chat?list=all');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('You won’t get new chats.')).toBeVisible();
});
