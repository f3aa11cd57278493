/** The digital assistant: as a page, as a panel, and for whom it is not. */
import { alice } from '../../support/people';
import { accessible, enter, expect, hydrated, openMenu, test } from '../../support/test';

const farid = 'farid@smallpier.example';

test('a contact asks on the page and goes on to a ticket', async ({ page }) => {
  await enter(page, alice);
  await page.goto('/assistant');
  await hydrated(page);
  await accessible(page);
  const ask = async (question: string) => {
    await page.getByRole('textbox', { name: 'Your question' }).fill(question);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.waitForURL(/#last$/);
    await expect(page.locator('.assistant-turn').last()).toContainText(question);
    await hydrated(page);
  };
  const last = page.locator('.assistant-turn').last();
  await ask('how do I add a contact');
  await expect(last.getByRole('link', { name: /^Add a contact/ })).toBeVisible();
  await ask('is somebody there on Saturday');
  await expect(last).toContainText('we’re closed');
  await ask('my open tickets');
  await ask('who won the world cup');
  await expect(last).toContainText('I couldn’t find an answer.');
  await accessible(page);
  await last.getByRole('link', { name: 'Raise a ticket with this conversation' }).click();
  await expect(page.getByLabel('Subject')).toHaveValue('who won the world cup');
  // Questions and answers, as text that can be changed before it is sent.
  await expect(page.getByLabel('Description')).toHaveValue(/I asked: how do I add a contact\n> Add a contact/);
  await expect(page.getByLabel('Description')).toHaveValue(/> I couldn’t find an answer\./);
  await page.goto('/assistant');
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(page.locator('.assistant-turn')).toHaveCount(0);
});

test('the panel answers beside any page', { tag: '@phone' }, async ({ page, isMobile }) => {
  await enter(page, 'nadia@portico.example');
  await page.goto('/tickets');
  await hydrated(page);
  await openMenu(page);
  await page.getByRole('link', { name: 'Assistant' }).click();
  const panel = page.getByRole('dialog', { name: 'Assistant' });
  await expect(panel.getByRole('heading', { name: 'Assistant' })).toBeVisible();
  await panel.getByRole('textbox', { name: 'Your question' }).fill('who sees my tickets');
  await panel.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(panel.getByRole('link', { name: /Who sees my tickets/ }).first()).toBeVisible();
  await accessible(page, '.assistant-panel');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  // On a phone the menu that the link stands in has shut.
  if (!isMobile) await expect(page.getByRole('link', { name: 'Assistant' })).toBeFocused();
});

test('a client of a company is told why it does not answer', async ({ page }) => {
  await enter(page, farid);
  await page.goto('/assistant');
  await hydrated(page);
  await expect(page.getByRole('textbox', { name: 'Your question' })).toHaveCount(0);
  await expect(page.locator('#assistant')).toContainText('3PL client');
  await accessible(page);
  await page.locator('#assistant').getByRole('link', { name: 'Why can’t I use chat?' }).click();
  await expect(page.getByRole('heading', { name: 'Why can’t I use chat?' })).toBeVisible();
});
