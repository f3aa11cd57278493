import { grace, rosa } from '../../support/people';
import { enter, expect, test } from '../../support/test';

test.use({ noscript: true });

test('a request is filed, adjusted and approved, and a contact removed', async ({ page, browser }) => {
  await enter(page, rosa);
  await page.goto('/plan');
  await page.getByRole('link', { name: 'Add a contact' }).click();
  await page.getByLabel('First name').fill('Gwen');
  await page.getByLabel('Last name').fill('Hughes');
  await page.getByLabel('Position').fill('Director');
  await page.getByLabel('Email').fill('support@millrace.example');
  await page.getByRole('button', { name: 'File request' }).click();
  await expect(page.getByText(/“support@” is a shared mailbox/)).toBeVisible();
  await expect(page.getByLabel('Position')).toHaveValue('Director');
  await page.getByLabel('Email').fill('g.hughes@millrace.example');
  await page.getByRole('button', { name: 'File request' }).click();
  await expect(page.getByText('Filed', { exact: true })).toBeVisible();
  const request = page.url();

  const context = await browser.newContext({ javaScriptEnabled: false });
  const agent = await context.newPage();
  await enter(agent, grace);
  await agent.goto(request);
  await expect(agent.getByText('No one has registered with this address yet')).toBeVisible();
  await agent.getByLabel('Position').fill('Managing director');
  await agent.getByRole('button', { name: 'Approve' }).click();
  await expect(agent.getByText('Approved', { exact: true })).toBeVisible();

  await page.goto('/plan');
  const gwen = page.locator('.plan-contacts li').filter({ hasText: 'Gwen Hughes' });
  await expect(gwen).toContainText('Managing director');
  await expect(gwen).toContainText('not registered yet');
  await gwen.getByRole('link', { name: 'Ask to remove Gwen Hughes' }).click();
  await page.getByRole('button', { name: 'File request' }).click();
  await agent.goto(page.url());
  await agent.getByRole('button', { name: 'Approve' }).click();
  await page.goto('/plan');
  await expect(page.locator('.plan-contacts li')).toHaveCount(3);
  await context.close();
});
