/** Strings that break other programs, through what is said and asked beside tickets, and through every name. */
import type { Locator } from '@playwright/test';
import { expect, start, take, test } from '../../support/chat';
import { each, foreignScripts, headers, kept, post, quiet, sample, strings, tricky } from '../../support/naughty';
import { alice, bruno, chloe, grace } from '../../support/people';
import { enter } from '../../support/test';
import { rareWord } from '../../support/tickets';

const admin = 'admin@portico.example';
const texts = strings.filter((text) => kept(text) !== '');
const bare = (text: string) => kept(text).replace(/\s/g, '');
/** Texts as they are shown, without what only sets them. */
const shown = async (found: Locator) => (await found.allTextContents()).map(bare);

test('chats', async ({ page, visitor, desk }) => {
  await take(desk.address, grace, true);
  const number = await start(page, alice, `Naughty ${rareWord()}`);
  const agent = await visitor(grace);
  expect(await post(agent, `/chat/${number}/accept`, { key: 'a' })).toBe(200);
  for (const [place, text] of texts.entries()) {
    const who = place % 2 ? agent : page;
    const html = place % 3 ? '' : `<p>begin</p>${text}<p><b>end</b></p>`;
    expect(await post(who, `/chat/${number}/messages`, { body: text, html }), text).toBe(200);
  }
  expect(await post(agent, `/chat/${number}/transfer`, { to: 'print', note: tricky.join('\n').slice(0, 900) })).toBe(200);
  expect(await post(page, `/chat/${number}/end`, {})).toBe(200);
  await quiet(page, `/chat/${number}`);
  await quiet(agent, '/chat?list=all');
  await quiet(agent, `/tickets/${number}?messages=2000`);
  const said = new Set(await shown(agent.locator('.said .said-text')));
  for (const [place, text] of texts.entries()) if (place % 3) expect(said.has(bare(text)), text).toBe(true);
});

test('calls that are asked for, and what came of them', async ({ page, visitor }) => {
  await enter(page, bruno);
  await page.goto('/support/callback');
  const slot = await page.locator('select[name=slot]').inputValue();
  const agent = await visitor(grace);
  for (const text of tricky) {
    const fields = { subject: text.slice(0, 150), queue: 'software', about: text, number: '+44 20 7946 0102', slot };
    const asked = await post(page, '/support/callback', fields);
    expect([200, 422], text).toContain(asked);
    if (asked !== 200) continue;
    // The page is read for all of them and opened for a few.
    if (sample.includes(text)) await quiet(agent, '/work');
    const work = await (await agent.request.get('/work')).text();
    expect(await foreignScripts(agent, work), text).toBe(0);
    const call = /action="(\/work\/calls\/[^"/]+)\//.exec(work)?.[1] ?? '';
    expect(await post(agent, `${call}/take`, {}), text).toBe(200);
    expect(await post(agent, `${call}/done`, { outcome: 'reached', note: text }), text).toBe(200);
  }
  await quiet(page, '/support/callback');
});

test('articles, and what the assistant is asked', async ({ page, visitor }) => {
  const author = await visitor(grace);
  const word = rareWord();
  const titles = tricky.filter((text) => kept(text).length <= 80);
  await each(titles, async (text) => {
    const fields = { title: `${text} ${word}`, summary: text, questions: `${text}\n${text}`, body: text, html: `<h3>${text}</h3><p>${text}</p>` };
    const request = { multipart: { ...fields, category: 'plan', audience: 'public' }, headers: headers() };
    const written = await author.request.post('/help/manage/new', request);
    expect([200, 422], text).toContain(written.status());
    if (written.status() !== 200) return;
    const to = new URL((await written.json()).Ok.to, 'http://here').pathname;
    expect(await post(author, `${to}/publish`, { version: '1' }), text).toBe(200);
  });
  await enter(page, chloe);
  await quiet(page, '/help');
  await quiet(page, `/help?q=${word}`);
  const article = page.locator('a[href^="/help/"]').filter({ hasText: word }).first();
  await quiet(page, (await article.getAttribute('href')) ?? '');
  await quiet(author, '/help/manage');

  await enter(page, alice);
  for (const question of texts) expect([200, 422], question).toContain(await post(page, '/assistant', { question }));
  await quiet(page, '/assistant');
  await quiet(page, '/tickets/new?from=assistant');
  await quiet(page, '/chat?from=assistant');
});

test('names of people and companies', async ({ page, visitor }) => {
  await enter(page, chloe);
  const owner = await visitor(admin);
  const zone = { time_zone: 'Europe/London' };
  const belongs = { sharing: 'everyone', manager: '' };
  const changed: number[] = [];
  for (const text of texts) {
    const short = text.slice(0, 40);
    const details = { first_name: short, last_name: short, position: short, phone: short };
    changed.push(await post(page, '/account', { ...details, ...zone }));
    if (!tricky.includes(text)) continue;
    const invited = { ...details, email: `${rareWord()}@millrace.example`, company: 'millrace', role: 'employee' };
    changed.push(await post(owner, '/admin/people', invited));
    changed.push(await post(owner, '/admin/companies/millrace/edit', { name: short, ...belongs }));
  }
  expect(changed.filter((status) => ![200, 422].includes(status))).toEqual([]);
  expect(changed.filter((status) => status === 200).length).toBeGreaterThan(changed.length * 0.9);
  const name = `<img src=x onerror=alert(1)> "'{{7*7}}`;
  expect(await post(page, '/account', { first_name: name, last_name: 'Bennett', position: name, phone: '', ...zone })).toBe(200);
  expect(await post(owner, '/admin/companies/harbourline/edit', { name, ...belongs })).toBe(200);
  await quiet(page, '/account');
  await quiet(page, '/plan');
  for (const place of ['/tickets', '/admin/people?q=mill', '/admin/companies', '/admin/companies/harbourline', '/plan?company=harbourline', '/tickets/new?company=harbourline'])
    await quiet(owner, place);
});
