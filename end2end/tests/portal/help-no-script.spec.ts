/** Help and assistant without JavaScript. */
import { dmitri } from '../../support/people';
import { enter, expect, test } from '../../support/test';

test.use({ noscript: true });

test('articles are found, read and rated, and the assistant answers', async ({ page }) => {
  await page.goto('/help');
  await page.getByRole('searchbox').fill('shared mailbox');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: /shared mailbox/ }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('shared mailbox');

  await enter(page, dmitri);
  await page.goto('/help/premier-team');
  await page.getByRole('button', { name: 'Yes' }).click();
  await expect(page.getByText('You said this helped.')).toBeVisible();

  await page.goto('/assistant');
  await page.getByLabel('Your question').fill('who are our contacts');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(page.locator('#last')).toContainText('of 8 seats taken');
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(page.locator('.assistant-turn')).toHaveCount(0);
});
