/** Every page on a phone, as those see it who may: axe finds nothing, and no page is wider than the window, however narrow. */
import type { Page } from '@playwright/test';
import { alice, chloe, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, origin, test } from '../../support/test';
import { raiseTicket, rareWord } from '../../support/tickets';

const admin = 'admin@portico.example';
const farid = 'farid@smallpier.example';

test.skip(({ isMobile }) => !isMobile, 'in a wide window each page is looked at where it is used');

async function fits(page: Page, what: string) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect.soft(content, what).toBeLessThanOrEqual(window ?? 0);
}

async function look(page: Page, address: string) {
  await test.step(address, async () => {
    await page.goto(address);
    await hydrated(page);
    await accessible(page);
    await fits(page, `${address} on a phone`);
    const usual = page.viewportSize() ?? { width: 390, height: 844 };
    await page.setViewportSize({ width: 320, height: 568 });
    await fits(page, `${address} on a small phone`);
    await page.setViewportSize(usual);
  });
}

/** Where the first link with such an address leads to. */
const linked = async (page: Page, selector: string) => (await page.locator(selector).first().getAttribute('href')) ?? '';

const tags = { tag: ['@phone', '@layout'] };

test('pages of whoever is signed out', tags, async ({ page }) => {
  const token = '0'.repeat(64);
  for (const address of ['/login', '/register', '/forgot', `/reset/${token}`, `/confirm/${token}`, '/help', '/help?q=forgoten+pasword']) await look(page, address);
  await look(page, await linked(page, 'main a[href^="/help/"]'));
});

test('pages of a customer: tickets, assets, activities', tags, async ({ page, visitor }) => {
  await enter(page, alice);
  const number = await raiseTicket(page, `Every page ${rareWord()}`);
  const agent = await visitor(grace);
  const answer = { body: `First line\n${'Longwordwithoutanyspace'.repeat(6)}` };
  await agent.request.post(`/tickets/${number}/messages`, { multipart: answer, headers: { Origin: origin() }, maxRedirects: 0 });
  for (const address of ['/tickets', '/tickets?closed=1&queue=field&period=90d&q=e', `/tickets/${number}`, `/tickets/${number}?shown=framed`]) await look(page, address);
  for (const address of ['/tickets/new', '/activities', '/assets']) await look(page, address);
  await look(page, await linked(page, 'tbody .row-link'));
  await look(page, '/tickets/PT-0');
});

test('pages of a customer: help, support, plan, account', tags, async ({ page, visitor }) => {
  await enter(page, alice);
  for (const address of ['/support', '/support/check', '/support/callback', '/help/export', '/assistant', '/chat', '/account', '/account/notifications']) {
    await look(page, address);
  }
  const person = { first_name: 'Ada', last_name: 'Marsh', position: 'Supervisor', email: `${rareWord()}@harbourline.example` };
  const filed = await page.request.post('/plan/requests', { form: person, headers: { Origin: origin() }, maxRedirects: 0 });
  expect(filed.status(), 'filing a request').toBe(303);
  for (const address of ['/plan', '/plan/requests/new', filed.headers()['location'] ?? '']) await look(page, address);
  await look(await visitor(chloe), '/tickets/new');
  await look(await visitor(farid), '/assistant');
});

test('pages of an agent: tickets, work, assets', tags, async ({ page, visitor }) => {
  const number = await raiseTicket(await visitor(alice), `Every page ${rareWord()}`);
  await enter(page, grace);
  for (const address of ['/tickets?closed=1', `/tickets/${number}`, '/work', '/chat', '/tickets/new', '/tickets/new?find=benn']) await look(page, address);
  await look(page, await linked(page, '.callers-found a'));
  for (const address of ['/assets/new', '/assets/new?category=printers&company=fenmoor', '/assets']) await look(page, address);
  await look(page, `${await linked(page, 'tbody .row-link')}/edit`);
});

test('pages of an agent: help, plans, people', tags, async ({ page }) => {
  await enter(page, grace);
  for (const address of ['/help/manage/categories', '/help/manage/new', '/help/manage']) await look(page, address);
  const article = await linked(page, 'main a[href^="/help/manage/"]:not([href$="/new"], [href$="/categories"])');
  for (const address of [article, `${article}/preview`, '/plan', '/plan?company=quayside', '/support/check?login=chloe']) await look(page, address);
  for (const address of ['/admin/companies/quayside', '/admin/people?q=sofia']) await look(page, address);
  await look(page, await linked(page, 'main a[href^="/admin/people/"]'));
});

test('pages of an administrator', tags, async ({ page }) => {
  await enter(page, admin);
  for (const address of ['/admin/people', '/admin/companies', '/admin/companies/ashlow', '/admin/mails', '/admin/plans', '/admin/calendars/chat', '/plan?company=ashlow', '/account']) {
    await look(page, address);
  }
});
