import { defineConfig } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import type { Options } from './support/test';

// Chromium refuses its sandbox to root, which is who runs the tests in most containers.
const asRoot = process.getuid?.() === 0;

const wide = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

/** A browser that has only these fonts, so that every machine lays pages out alike. */
const withFonts = (fonts: Options['fonts']) => ({
  fonts,
  launchOptions: {
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    env: { ...process.env, FONTCONFIG_FILE: fileURLToPath(new URL(`fonts/${fonts}.conf`, import.meta.url)) },
    args: [
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...(asRoot ? ['--no-sandbox'] : []),
    ],
  },
});

export default defineConfig<Options>({
  testDir: 'tests',
  outputDir: 'results',
  reporter: [['list'], ['./support/failures.ts'], ['./support/summary.ts']],
  forbidOnly: Boolean(process.env.CI),
  // A machine that others share stalls now and then: what needs a second try there is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  workers: 2,
  fullyParallel: true,
  // Far longer than anything takes on a machine of one's own: only what fails waits so long.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    actionTimeout: 30_000,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    screenshot: 'only-on-failure',
    // Recording makes everything slower.
    trace: 'on-first-retry',
  },
  projects: [
    { name: 'wide', use: { ...wide, ...withFonts('usual') } },
    // What depends on the layout or on touch.
    { name: 'phone', grep: /@phone/, use: { ...phone, ...withFonts('usual') } },
    // What looks at the layout, with taller and wider letters.
    { name: 'wide-tall', grep: /@layout/, use: { ...wide, ...withFonts('tall') } },
    { name: 'phone-tall', grep: /@layout/, use: { ...phone, ...withFonts('tall') } },
  ],
});
