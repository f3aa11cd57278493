/** A new chat is heard and seen by an agent who looks elsewhere. */
import { expect, open, start, take, test } from '../../support/chat';
import { grace } from '../../support/people';
import { rareWord } from '../../support/tickets';

test('a new chat rings, and its notification leads to it', async ({ page, visitor, desk }) => {
  await take(desk.address, grace, true);
  const word = rareWord();
  const agent = await visitor(grace);
  await agent.addInitScript(() => {
    // Nobody is called for what stands before their eyes.
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    const shown: Notification[] = [];
    class Heard {
      static permission = 'granted';
      static requestPermission = () => Promise.resolve('granted');
      onclick = () => {};
      constructor(readonly title: string) {
        shown.push(this as unknown as Notification);
      }
      close() {}
    }
    const begin = OscillatorNode.prototype.start;
    const rung: number[] = [];
    OscillatorNode.prototype.start = function (when) {
      rung.push(Date.now());
      begin.call(this, when);
    };
    Object.assign(window, { Notification: Heard, shown, rung });
  });
  const rung = () => agent.evaluate(() => (window as unknown as { rung: number[] }).rung.length);
  const titles = () => agent.evaluate(() => (window as unknown as { shown: Notification[] }).shown.map((one) => one.title));
  await open(agent, '/chat');
  await agent.getByRole('button', { name: 'Notify me in this browser' }).click();
  await agent.getByRole('button', { name: 'Sound on' }).click();
  // It is heard once, so that one knows what it is like.
  await expect.poll(rung).toBe(1);
  // Two within a second ring once.
  const since = () => agent.evaluate(() => Date.now() - ((window as unknown as { rung: number[] }).rung[0] ?? Date.now()));
  await expect.poll(since).toBeGreaterThan(1_000);
  const number = await start(page, 'rosa@millrace.example', `Nobody hears me ${word}`);
  await expect.poll(titles).toEqual([`Nobody hears me ${word}`]);
  await expect.poll(rung).toBe(2);
  await agent.evaluate(() => (window as unknown as { shown: Notification[] }).shown[0]?.onclick?.(new Event('click')));
  await expect(agent).toHaveURL(`/chat/${number}`);

  // Whoever wants it quiet is left in peace.
  await open(agent, '/chat');
  await agent.getByRole('button', { name: 'Sound off' }).click();
  await expect(agent.getByRole('button', { name: 'Sound on' })).toBeVisible();
  await page.locator('summary', { hasText: 'End chat' }).click();
  await page.getByRole('button', { name: 'End chat' }).click();
  await expect(agent.getByRole('listitem').filter({ hasText: word })).toHaveCount(0);
});
