/** What `createMockTypeFn` reads, as an entry of the caches: the type itself, as a function that gives it. */
import {type JitFnCacheEntry, jitUtils} from '@mionkit/core';
import {jitHash} from './canonicalize.ts';
import type {TypeNode} from './type-node.ts';

/** The first part of the entry's key. */
export const MOCK_ID = 'mock';

/** Puts the type into core's cache, unless it is there. Gives its `jitFnHash`. Takes a canonical node. */
export function compileMock(node: TypeNode): string {
  const jitFnHash = `${MOCK_ID}_${jitHash(node)}`;
  if (jitUtils.hasJitFn(jitFnHash)) return jitFnHash;
  const entry: JitFnCacheEntry = {
    typeName: node.typeName ?? node.kind,
    fnID: MOCK_ID,
    jitFnHash,
    args: {},
    defaultParamValues: {},
    isNoop: false,
    code: `'use strict'; ${declarations(node)} return function ${jitFnHash}(){return n0}`,
    jitDependencies: [],
    pureFnDependencies: [],
    paramNames: [],
    fn: undefined,
  };
  jitUtils.addToJitCache(entry);
  return jitFnHash;
}

/** `n0` is the type. Each node has a variable, for types may contain themselves. */
function declarations(root: TypeNode): string {
  const names = new Map<object, string>();
  const nodes: TypeNode[] = [];
  const name = (node: TypeNode): string => {
    let known = names.get(node);
    if (known === undefined) {
      known = `n${names.size}`;
      names.set(node, known);
      nodes.push(node);
    }
    return known;
  };
  const text = (value: unknown): string => {
    if (typeof value === 'bigint') return `${value}n`;
    if (Array.isArray(value)) return `[${value.map(member)}]`;
    if (typeof value === 'object' && value !== null) return `{${members(value)}}`;
    return JSON.stringify(value) ?? 'undefined';
  };
  const member = (value: unknown): string => (isNode(value) ? name(value) : text(value));
  const members = (value: object): string =>
    Object.entries(value)
      .filter(
        ([key, inner]) => !['graph', 'typeName'].includes(key) && inner !== undefined && inner !== false,
      )
      .map(([key, inner]) => `${JSON.stringify(key)}:${member(inner)}`)
      .join();
  name(root);
  let declared = '';
  let filled = '';
  for (const node of nodes) {
    declared += `${declared && ','}${names.get(node)}={}`;
    filled += `Object.assign(${names.get(node)},{${members(node)}});`;
  }
  return `const ${declared};${filled}`;
}

function isNode(value: unknown): value is TypeNode {
  return typeof value === 'object' && value !== null && typeof (value as {kind?: unknown}).kind === 'string';
}
