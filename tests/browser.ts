// A headless browser for end-to-end tests, where one is installed.
import {existsSync} from 'node:fs';
import {type Browser, chromium} from 'playwright-core';

const PLACES = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** Where Chromium or Chrome is; undefined if it is nowhere. */
export const chromiumPath = PLACES.find(place => place && existsSync(place));

if (!chromiumPath) {
  console.warn(
    'No Chromium is installed (looked at $CHROMIUM and the usual places): tests in a browser are skipped.',
  );
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({executablePath: chromiumPath, args: ['--no-sandbox']});
}
