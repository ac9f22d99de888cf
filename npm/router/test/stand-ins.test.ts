// What the build puts into strict bundles in the place of modules that do more.
import {expect, it} from 'vitest';

it.each(['@mionkit/router/preparation', '@mionkit/router/internal-routes', '@mionkit/core/binary-body'])(
  'what stands in for %s has the same names',
  async name => {
    const [whole, standIn] = await Promise.all([import(name), import(`${name}/aot`)]);
    expect(Object.keys(standIn).sort()).toEqual(Object.keys(whole).sort());
  },
);

it('a strict router that is prepared by a build still refuses a handler that the caches do not have', async () => {
  const {whatIsMissing} = await import('@mionkit/router/preparation/aot');
  expect(whatIsMissing(undefined, 1)).toMatch(/no entry/);
});
