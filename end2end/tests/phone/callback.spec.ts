import { ewa } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';

test('who has no phone on the plan is told so', async ({ page }) => {
  await enter(page, ewa);
  await page.goto('/support/callback');
  await hydrated(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A call is not possible');
  await expect(page.getByRole('main')).toContainText('Standard');
  await expect(page.getByRole('link', { name: 'Raise a case instead' })).toBeVisible();
  await accessible(page);
});
