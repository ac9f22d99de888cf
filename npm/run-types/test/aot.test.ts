/** The caches as text: what a build receives gives the same functions where no code can be generated. */
import {resolveReceiveType, type Type} from '@deepkit/type';
import * as core from '@mionkit/core';
import {afterEach, expect, test, vi} from 'vitest';
import {runTypeOf, sendAOTCaches} from '../src/index.ts';
import type * as TypeCases from './fixtures/type-cases.ts';
import {importOwnFixture} from './peer.ts';
import {values} from './type-cases.values.ts';

const {types} = await importOwnFixture<typeof TypeCases>('type-cases');

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

function sentMessage(strict: boolean) {
  const send = vi.fn();
  vi.stubGlobal('process', {...process, send});
  sendAOTCaches({aot: strict});
  vi.unstubAllGlobals();
  expect(send).toHaveBeenCalledOnce();
  return send.mock.calls[0]![0] as Record<string, string>;
}

test('the message has the three caches and tells whether the router is strict', () => {
  expect(sentMessage(true)).toMatchObject({type: 'mion-aot-caches', strict: true});
  expect(sentMessage(false)).toMatchObject({strict: false});
});

test('without a build there is nobody to send to', () => {
  vi.stubGlobal('process', {...process, send: undefined});
  expect(() => sendAOTCaches({aot: true})).toThrow(/MION_COMPILE is set, but there is no process\.send/);
});

test('functions from the text answer as those that were compiled here', async () => {
  const hashes = Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      runTypeOf(resolveReceiveType(type as Type)).compile(),
    ]),
  );
  const {jitFnsCode, pureFnsCode, routerCacheCode} = sentMessage(true);
  const evaluate = (text: string) => new Function(`return ${text}`)();
  const caches = [jitFnsCode!, pureFnsCode!, routerCacheCode!].map(evaluate);
  expect(Object.keys(caches[0])).toEqual(Object.keys(core.getJitFnsCache()).sort());

  vi.resetModules();
  const fresh: typeof core = await import('@mionkit/core');
  expect(fresh.getJitFnsCache()).toEqual({});
  for (const hash of Object.keys(core.getJitFnsCache())) core.jitUtils.getJitFn(hash);
  vi.stubGlobal('Function', function refuse() {
    throw new EvalError('refused');
  });
  fresh.addAOTCaches(caches[0], caches[1]);
  for (const [name, {valid, invalid}] of Object.entries(values)) {
    const here = (id: string) => core.jitUtils.getJitFn(`${id}_${hashes[name]}`);
    const there = (id: string) => fresh.jitUtils.getJitFn(`${id}_${hashes[name]}`);
    for (const value of valid) {
      expect(there('is')(value)).toBe(true);
      expect(there('sj')(value)).toBe(here('sj')(value));
      expect(there('tj')(value)).toEqual(here('tj')(value));
      const writer = new fresh.BinaryWriter();
      there('tBi')(value, writer);
      const read = there('fBi')(new fresh.BinaryReader(writer.finish()));
      expect(here('sj')(read)).toBe(here('sj')(value));
      expect(here('sj')(there('fj')(JSON.parse(here('sj')(value))))).toBe(here('sj')(value));
    }
    for (const [value] of invalid) expect(there('te')(value)).toEqual(here('te')(value));
  }
});

test('the text is the same for another order of compiling', async () => {
  const texts: string[] = [];
  for (const names of [Object.keys(types), Object.keys(types).reverse()]) {
    vi.resetModules();
    const fresh = await import('../src/index.ts');
    for (const name of names) fresh.runTypeOf(resolveReceiveType(types[name] as Type)).compile();
    const send = vi.fn();
    vi.stubGlobal('process', {...process, send});
    fresh.sendAOTCaches({});
    vi.unstubAllGlobals();
    texts.push(JSON.stringify(send.mock.calls));
  }
  expect(texts[0]!.length).toBeGreaterThan(10_000);
  expect(texts[1]).toBe(texts[0]);
});
