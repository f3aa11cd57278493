/** Strings that break other programs, through every field: they come back as text, nothing runs, nobody is asked for anything. */
import { each, foreignScripts, headers, kept, post, quiet, strings, tricky } from '../../support/naughty';
import { alice, grace } from '../../support/people';
import type { Page } from '@playwright/test';
import { enter, expect, origin, test } from '../../support/test';
import { raiseTicket, rareWord } from '../../support/tickets';

test('messages and notes', async ({ page, visitor }) => {
  await enter(page, alice);
  const number = await raiseTicket(page, `Naughty ${rareWord()}`);
  const texts = strings.filter((text) => kept(text) !== '');
  const desk = await visitor(grace);
  for (const [place, text] of texts.entries()) {
    const sent = place % 2 ? post(desk, `/tickets/${number}/messages`, { body: text, note: '1' }) : post(page, `/tickets/${number}/messages`, { body: text });
    expect(await sent, text).toBe(200);
  }
  await quiet(desk, `/tickets/${number}?messages=2000`);
  const shown = await desk.locator('.said').evaluateAll((all) =>
    all.map((said) => [...said.querySelectorAll('.said-text')].map((part) => part.textContent).join('')),
  );
  for (const text of texts) expect(shown.some((said) => kept(said).replace(/\s/g, '') === kept(text).replace(/\s/g, '')), text).toBe(true);
});

test('formatted messages', async ({ page }) => {
  await enter(page, alice);
  const number = await raiseTicket(page, `Formatted ${rareWord()}`);
  const mutations = [
    '<svg><style><img src=x onerror=alert(1)></style></svg>a', '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>', '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<title><img title="</title><img src onerror=alert(1)>"></title>',
    '<svg><a><set attributeName=href to=javascript:alert(1) /><text>x</text></a></svg>', '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
    '</section></div></li></ol><li class=said>out</li><b>', '<li><ul><li>a<li>b</ul><li>c', '<table><td><table><tr><b><i></table></td>x</b>y',
    '<a href="https://a.example"><table><a href="https://b.example">x</table>y</a>', '<h1><p><h2>x</h1>y', '<pre>\n\n\nx</pre>', '<b><p>a<blockquote>b</b>c',
  ];
  const sent = [...mutations, ...strings].map((html) => `<p>begin</p>${html}<p><b>end</b></p>`);
  for (const html of sent) expect(await post(page, `/tickets/${number}/messages`, { html, body: 'plain' }), html).toBe(200);
  await quiet(page, `/tickets/${number}?messages=2000`);
  // The first is the description, the second the queue's answer.
  const { same, all } = await page.evaluate(() => {
    const messages = [...document.querySelectorAll('.talk > .said .rich')];
    const bare = (html: string) => html.replaceAll('<!---->', '');
    const again = messages.map((message) => {
      const [one, two] = [message.cloneNode() as Element, message.cloneNode() as Element];
      one.innerHTML = bare(message.innerHTML);
      two.innerHTML = one.innerHTML;
      return one.isEqualNode(two) && one.querySelectorAll('script, style, svg, iframe, [onerror], [onbegin], [style], [src^=http]').length === 0;
    });
    return { same: again.filter(Boolean).length, all: messages.length };
  });
  expect(all, 'no message has broken out').toBeGreaterThan(mutations.length);
  expect(same).toBe(all);
  expect(await page.locator('.talk > .said').count()).toBe(await page.locator('.said').count());
});

test('subjects, descriptions, attributes', async ({ page }) => {
  await enter(page, alice);
  const word = rareWord();
  const texts = strings.filter((text) => kept(text) !== '' && kept(text).length <= 150);
  await each(texts, async (text) => {
    const fields = { subject: `${text} ${word}`, type: 'question', queue: 'software', description: text, 'attr.version': text.slice(0, 100) };
    expect(await post(page, '/tickets/new', fields), text).toBe(200);
  });
  const shown: string[] = [];
  for (let at = 1; at <= Math.ceil(texts.length / 100); at++) {
    await quiet(page, `/tickets?q=${word}&size=100&page=${at}`);
    shown.push(...(await page.locator('.row-link').allTextContents()));
  }
  const bare = (text: string) => kept(text.replaceAll(word, '')).replace(/\s/g, '');
  const found = new Set(shown.map(bare));
  expect(texts.filter((text) => !found.has(bare(text)))).toEqual([]);
});

test('the search, and the names of files', async ({ page }) => {
  await enter(page, alice);
  await page.goto('/tickets');
  await each(strings.filter((text) => !text.includes('\0')), async (text) => {
    const answer = await page.request.get(`/tickets?q=${encodeURIComponent(text)}`);
    expect([200, 422], text).toContain(answer.status());
    expect(await foreignScripts(page, await answer.text()), `scripts that are not ours for ${text}`).toBe(0);
  });
  const number = await raiseTicket(page, `Files ${rareWord()}`);
  for (const [place, text] of strings.filter((name) => /[<>"'&{}`]/.test(name)).entries()) {
    const attachment = { name: `${text.replaceAll(/[\r\n]/g, ' ').slice(0, 120)}.txt`, mimeType: 'text/plain', buffer: Buffer.from('x') };
    const answer = await page.request.post(`/tickets/${number}/messages`, { multipart: { body: `File ${place}`, attachment }, headers: headers() });
    expect([200, 400], attachment.name).toContain(answer.status());
  }
  await quiet(page, `/tickets/${number}?messages=2000`);
});

/** Posts a form and returns the response, which must have one of these statuses. */
async function postForm(page: Page, address: string, fields: Record<string, string>, allowed: number[]) {
  const answer = await page.request.post(address, { form: fields, headers: headers() });
  expect(allowed, `${address} ${JSON.stringify(fields)}`).toContain(answer.status());
  return answer;
}

test('drafts', async ({ page }) => {
  await enter(page, alice);
  const number = await raiseTicket(page, `Drafts ${rareWord()}`);
  let revision = 0;
  for (const text of strings) {
    const fields = { place: number, revision: String(revision), body: text, html: `<p>${text}</p>`, 'field.note': text };
    revision = (await (await postForm(page, '/drafts', fields, [200])).json()).Ok.revision;
    const held = (await (await page.request.get(`/drafts?place=${number}`, { headers: headers() })).json()).Ok;
    expect(kept(held.text), text).toBe(kept(text));
  }
  const place = 'new-77';
  for (const text of tricky) {
    const held = (await (await page.request.get(`/drafts?place=${place}`, { headers: headers() })).json()).Ok;
    await postForm(page, '/drafts', { place, revision: String(held.revision), body: 'x', html: '', 'field.subject': text }, [200]);
  }
  await quiet(page, '/tickets/new');
  await page.getByText('Unsent drafts').click();
  await expect(page.locator('.new-begun').getByRole('listitem')).not.toHaveCount(0);
  await quiet(page, `/tickets/${number}`);
  await postForm(page, '/drafts/discard', { place: number, revision: String(revision) }, [200]);
});

test('names of views', async ({ page }) => {
  await enter(page, alice);
  for (const text of tricky) {
    const made = await postForm(page, '/views', { name: text, audience: 'me', query: 'queue=print', back: text }, [200, 422]);
    if (made.status() !== 200) continue;
    const view = new URL((await made.json()).Ok.to, origin()).searchParams.get('view');
    if (text === tricky.at(-1)) await quiet(page, '/tickets');
    await postForm(page, `/views/${view}/remove`, {}, [200]);
  }
});

test('ratings, followers and names to be found', async ({ page }) => {
  await enter(page, alice);
  const number = await raiseTicket(page, `Rated ${rareWord()}`);
  for (const text of tricky) {
    await postForm(page, `/tickets/${number}/close`, {}, [200]);
    await postForm(page, `/tickets/${number}/rating`, { score: '4', comment: text }, [200, 422]);
    if (text !== tricky.at(-1)) await postForm(page, `/tickets/${number}/reopen`, {}, [200]);
  }
  for (const text of strings) {
    await postForm(page, `/tickets/${number}/followers`, { follower: text }, [422]);
    const found = await page.request.get(`/tickets/${number}/mentions?${new URLSearchParams({ find: text })}`, { headers: headers() });
    expect(found.status(), text).toBe(200);
  }
  await quiet(page, `/tickets/${number}`);
});

test('assets', async ({ page }) => {
  await enter(page, grace);
  const word = rareWord();
  const texts = strings.filter((text) => kept(text) !== '' && kept(text).length <= 80);
  await each(texts, async (text) => {
    const fields = { category: 'printers', company: 'millrace', name: `${text} ${word}`, identifier: text, 'attr.model': 'Zebra ZT411' };
    const answer = await page.request.post('/assets/new', { form: fields, headers: headers() });
    expect([200, 422], text).toContain(answer.status());
  });
  // The same through the form of one that is there.
  const first = await page.request.post('/assets/new', {
    form: { category: 'printers', company: 'millrace', name: `Edited ${word}`, 'attr.model': 'Zebra ZT411' },
    headers: headers(),
  });
  const edited = (await first.json()).Ok.to as string;
  for (const text of texts) {
    const answer = await page.request.post(`${edited}/edit`, { form: { name: `${text} ${word}`, identifier: text, 'attr.model': text }, headers: headers() });
    expect([200, 422], text).toContain(answer.status());
  }
  await quiet(page, edited);
  await quiet(page, `${edited}/edit`);
  await each(strings.filter((text) => !text.includes('\0')), async (text) => {
    for (const name of ['q', 'f.model', 'category']) {
      const answer = await page.request.get(`/assets?${new URLSearchParams([[name, text]])}`);
      expect(answer.status(), `${name}=${text}`).toBeLessThan(500);
    }
  });
  await quiet(page, `/assets?q=${word}&scope=all&size=100`);
  await quiet(page, `/assets?q=${word}&scope=all&size=100&page=2`);
});
