// The entry for strict AOT bundles stands in for the package: every import of it must still link.
import {expect, test} from 'vitest';
import * as aot from '../src/aot.ts';
import * as whole from '../src/index.ts';

test('has every name that the package has', () => {
  expect(Object.keys(aot).sort()).toEqual(Object.keys(whole).sort());
});

test('says of each call what was not compiled, and why', async () => {
  await expect(aot.runType().createJitFunction('isType')).rejects.toMatchObject({
    name: 'RunTypeNotCompiledError',
    code: 'MION_RUN_TYPE_NOT_COMPILED',
    message: expect.stringMatching(/isType .*ahead of time/),
  });
  await expect(aot.createToBinaryFn()).rejects.toMatchObject({code: 'MION_RUN_TYPE_NOT_COMPILED'});
  expect(() => aot.isType(1)).toThrow(/MION_RUN_TYPE_NOT_COMPILED|ahead of time/);
});
