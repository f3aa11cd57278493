/** The chat without JavaScript: everything is a form. */
import { expect, said, take, test } from '../../support/chat';
import { grace } from '../../support/people';
import { enter } from '../../support/test';
import { rareWord } from '../../support/tickets';

test.use({ noscript: true });

test('a chat starts, is answered, handed on and ended by forms alone', async ({ page, visitor, desk }) => {
  await take(desk.address, grace, true);
  const word = rareWord();
  await enter(page, 'anders@fenmoor.example');
  await page.goto('/chat');
  await page.getByLabel('How can we help?').fill(`The door does not open ${word}`);
  await page.getByRole('button', { name: 'Start chat' }).click();
  await expect(page).toHaveURL(/\/chat\/PT-\d+$/);
  await expect(page.getByText('You’re next.')).toBeVisible();

  const agent = await visitor(grace);
  await agent.goto('/chat');
  await agent.getByRole('listitem').filter({ hasText: word }).getByRole('button', { name: /^Accept/ }).click();
  await expect(agent).toHaveURL(new URL(page.url()).pathname);
  await agent.getByLabel('Your message').fill(`Which door? ${word}`);
  await agent.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(said(agent, `Which door? ${word}`)).toBeVisible();

  await page.getByRole('link', { name: 'Refresh' }).click();
  await expect(said(page, `Which door? ${word}`)).toBeVisible();
  await page.getByLabel('Your message').fill('Gate 4.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(said(page, 'Gate 4.')).toBeVisible();
  await page.locator('summary', { hasText: 'End chat' }).click();
  await page.getByRole('button', { name: 'End chat' }).click();
  await expect(said(page, 'ended the chat')).toBeVisible();
});

test('what the assistant did not know goes on in a chat, with the conversation', async ({ page, visitor, desk }) => {
  await take(desk.address, grace, true);
  const word = rareWord();
  await enter(page, 'anders@fenmoor.example');
  await page.goto('/assistant');
  await page.getByRole('textbox', { name: 'Your question' }).fill(`who won the ${word} cup`);
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.getByRole('link', { name: 'Chat about it now' }).click();
  await expect(page).toHaveURL('/chat?from=assistant');
  const first = page.getByLabel('How can we help?');
  await expect(first).toHaveValue(new RegExp(`^who won the ${word} cup\n\n[^]*I asked: who won the ${word} cup\n> I couldn’t find an answer`));
  await page.getByRole('button', { name: 'Start chat' }).click();
  await expect(page).toHaveURL(/\/chat\/PT-\d+$/);

  const agent = await visitor(grace);
  await agent.goto('/work');
  await agent.getByRole('region', { name: 'Chats' }).getByRole('listitem').filter({ hasText: word }).getByRole('link').click();
  await expect(agent).toHaveURL(new URL(page.url()).pathname);
  await expect(said(agent, `who won the ${word} cup`)).toBeVisible();
  await page.locator('summary', { hasText: 'End chat' }).click();
  await page.getByRole('button', { name: 'End chat' }).click();
  await expect(said(page, 'ended the chat')).toBeVisible();
});
