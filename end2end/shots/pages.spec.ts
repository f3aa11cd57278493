/** One picture of each state at each width. They are in TARGET/shots. */
import { join } from 'node:path';
import { enter, test } from '../support/test';
import { states } from './states';

const sizes = [
  { name: '1280', width: 1280, height: 800 },
  { name: '390', width: 390, height: 844 },
];
const more = [
  { name: '1600', width: 1600, height: 1000 },
  { name: '320', width: 320, height: 640 },
  { name: '1280-dark', width: 1280, height: 800, dark: true },
  { name: '390-dark', width: 390, height: 844, dark: true },
];
const folder = process.env.SHOTS ?? '';

for (const state of states) {
  test(state.name, async ({ page }) => {
    if (state.login) await enter(page, state.login);
    await state.open(page);
    for (const size of [...sizes, ...(state.everywhere ? more : [])]) {
      await page.emulateMedia({ colorScheme: 'dark' in size ? 'dark' : 'light', reducedMotion: 'reduce' });
      await page.setViewportSize(size);
      await page.screenshot({ path: join(folder, `${state.name}-${size.name}.png`) });
    }
  });
}
