// A start script that an edit has broken, as a person sees it: Vite's overlay in a browser, gone when the file is mended.
import {readFileSync} from 'node:fs';
import type {Browser, Page} from 'playwright-core';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {chromiumPath, openBrowser} from './browser.ts';
import {type Project, project} from './fixture.ts';
import {smallApi} from './small-api.ts';
import {type Dev, startDev} from './vite-dev.ts';

const CLIENT = {
  'index.html': '<!doctype html><title>none</title><script type="module" src="/client.ts"></script>',
  'client.ts': `
import {routerCache} from 'virtual:mion-aot/router-cache';
document.title = Object.keys(routerCache).filter(name => !/mion@|Errors/.test(name)).sort().join(' ');
`,
};

let browser: Browser;
let app: Project;
let page: Page;
let vite: Dev | undefined;

describe.skipIf(!chromiumPath)('in a browser', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await page?.close();
    await vite?.stop();
    vite = undefined;
    app?.remove();
  });

  /** Starts Vite's own command, and opens the page. */
  async function open(): Promise<void> {
    vite = await startDev(app);
    page = await browser.newPage();
    await page.goto(`http://localhost:${vite.port}/`);
  }

  const overlay = () => page.locator('vite-error-overlay');

  test('an edit that breaks the script shows its error with the frame; mending it clears it', async () => {
    app = project({...smallApi(), ...CLIENT});
    const routes = readFileSync(app.file('server/routes.ts'), 'utf8');
    await open();
    await expect.poll(() => page.title(), {timeout: 20_000}).toBe('sum users/create users/get');
    app.write({'server/routes.ts': `${routes}\nthrow new Error('half an edit');\n`});
    await overlay().waitFor({timeout: 20_000});
    const text = await overlay().locator('.backdrop').innerText();
    expect(text).toMatch(/MION_AOT_START_SCRIPT_FAILED/);
    expect(text).toMatch(/server\/routes\.ts:\d+/);
    expect(await overlay().locator('.frame').innerText()).toMatch(/throw new Error\('half an edit'\)/);

    app.write({'server/routes.ts': routes.replace('sum:', 'total:')});
    await overlay().waitFor({state: 'detached', timeout: 20_000});
    await expect.poll(() => page.title(), {timeout: 20_000}).toBe('total users/create users/get');
  });

  test('a script that is broken when the server starts shows its error; mending it loads the page', async () => {
    app = project({...smallApi(), ...CLIENT});
    const routes = readFileSync(app.file('server/routes.ts'), 'utf8');
    app.write({'server/routes.ts': `${routes}\nthrow new Error('half an edit');\n`});
    await open();
    await overlay().waitFor({timeout: 20_000});
    expect(await overlay().locator('.backdrop').innerText()).toMatch(/half an edit/);
    app.write({'server/routes.ts': routes});
    await overlay().waitFor({state: 'detached', timeout: 20_000});
    await expect.poll(() => page.title(), {timeout: 20_000}).toBe('sum users/create users/get');
  });
});
