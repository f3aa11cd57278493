/** The first start of a new desk: one administrator comes in by the code of the log, and nobody after them. */
import { withDesk } from '../../support/desk';
import { accessible, expect, hydrated, test } from '../../support/test';

test('the first administrator opens the desk, and the page is gone', { tag: '@phone' }, async ({ page, browser }) => {
  await withDesk(false, async ({ address, log }) => {
    let code = '';
    await expect.poll(async () => (code = /enter the code (\w+)/.exec(await log())?.[1] ?? '')).not.toBe('');
    await page.goto(`${address}/setup`);
    await hydrated(page);
    await accessible(page);
    await page.getByLabel('Code').fill('a guess');
    await page.getByLabel('First name').fill('Mia');
    await page.getByLabel('Email').fill('mia@desk.example');
    await page.getByLabel(/^Password/).fill('harbour cranes at dawn');
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByText('That code is wrong')).toBeVisible();
    await expect(page.getByLabel('First name')).toHaveValue('Mia');
    await page.getByLabel('Code').fill(code);
    await page.getByLabel(/^Password/).fill('harbour cranes at dawn');
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
    await page.goto(`${address}/admin/people`);
    await expect(page.locator('#content').getByRole('link', { name: 'Mia' })).toBeVisible();
    expect((await page.goto(`${address}/setup`))?.status()).toBe(404);
    const other = await browser.newContext();
    const late = await other.newPage();
    await late.goto(`${address}/setup`);
    await expect(late).toHaveURL(`${address}/login?next=%2Fsetup`);
    const form = { code, first_name: 'Eve', email: 'eve@desk.example', password: 'harbour cranes at dawn' };
    const refused = await late.request.post(`${address}/setup`, { form, headers: { Origin: address }, maxRedirects: 0 });
    expect(refused.status()).toBe(401);
    await other.close();
  });
});
