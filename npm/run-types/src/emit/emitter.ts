/**
 * The text of one compiled function: what its factory declares before it returns the function, and what it depends
 * on. Each function kind (`is.ts`, `stringify-json.ts`, ...) writes code for a node with the help of this.
 */
import type {FnID} from '@mionkit/core';
import {jitHash} from '../canonicalize.ts';
import {PURE_FNS, PURE_NAMESPACE, type PureFnName} from '../pure-fns.ts';
import type {TypeNode} from '../type-node.ts';

/** Functions of one value, which `list.filter(isUser)` calls with an index and the list as well. */
const ONE_VALUE = 'v';

export interface Callee {
  fn: string;
  /** The called function leads back here. */
  inCycle: boolean;
  /**
   * What the called function is told of the run that it is a part of, as further arguments: one more than the depth `d`
   * (empty where depth is not counted), and the run's memory. Empty if it does not lead back here.
   */
  run: (d: string) => string;
}

/** Functions that refuse, or stop at, values that nest too deep: what they are given may come from anyone. */
const COUNTS_DEPTH: ReadonlySet<FnID> = new Set<FnID>(['is', 'ist', 'fj', 'fBi', 'hk', 'sk', 'ku', 'uk']);

/** Functions of more than one value, or of none. */
const SEVERAL_VALUES: ReadonlySet<FnID> = new Set<FnID>(['te', 'uk', 'tBi', 'fBi']);

export class Emitter {
  readonly jitDependencies = new Set<string>();
  readonly pureFnDependencies = new Set<string>();
  /** Functions that this one calls and that have entries of their own. */
  readonly called = new Map<string, {fnID: FnID; node: TypeNode}>();
  private readonly context: string[] = [];
  private readonly names = new Map<string, string>();
  private readonly locals = new Map<string, Map<TypeNode, string>>();
  private count = 0;
  private callsItself = false;
  readonly fnID: FnID;
  readonly root: TypeNode;
  readonly fnName: string;

  constructor(fnID: FnID, root: TypeNode) {
    this.fnID = fnID;
    this.root = root;
    this.fnName = `${fnID}_${jitHash(root)}`;
  }

  /** An identifier that nothing else in this text uses. */
  name(prefix: string): string {
    return `${prefix}${this.count++}`;
  }

  /** A constant of the factory, once for equal text. */
  constant(prefix: string, init: string): string {
    let name = this.names.get(init);
    if (!name) {
      name = this.name(prefix);
      this.names.set(init, name);
      this.context.push(`const ${name}=${init};`);
    }
    return name;
  }

  /** One of the helper functions that all compiled code shares. */
  pure(fnName: PureFnName): string {
    this.pureFnDependencies.add(`${PURE_NAMESPACE}::${fnName}`);
    for (const dependency of PURE_FNS[fnName].dependencies) this.pure(dependency);
    return this.constant('p', `utl.usePureFn('${PURE_NAMESPACE}','${fnName}')`);
  }

  /** What to call for a node that has functions of its own, or undefined if its code belongs here. */
  callee(fnID: FnID, node: TypeNode): Callee | undefined {
    const {separate, cyclic, component} = node.graph!;
    if (!separate) return undefined;
    const inCycle = cyclic && component === this.root.graph!.component;
    const memory = this.memory(node);
    const run = (before: string) => (d: string) => {
      if (!inCycle || (!d && !memory)) return '';
      const depth = COUNTS_DEPTH.has(fnID) ? `,${d ? `${d}+1` : 1}` : '';
      return `${before}${depth}${memory}`;
    };
    if (node === this.root && fnID === this.fnID) {
      this.callsItself = true;
      return {fn: 'self', inCycle, run: run('')};
    }
    const hash = `${fnID}_${jitHash(node)}`;
    this.jitDependencies.add(hash);
    this.called.set(hash, {fnID, node});
    // inside a cycle the other function may not be there yet when this factory runs
    const fn = inCycle
      ? `${this.constant('d', `utl.getJIT('${hash}')`)}.fn`
      : this.constant('d', `utl.getJitFn('${hash}')`);
    return {fn, inCycle, run: run(SEVERAL_VALUES.has(fnID) ? '' : ',0,0')};
  }

  /**
   * `,m` where functions of the node have the run's memory at hand: of what was found out about a value, so that a type
   * that leads back to itself does not ask the same again at each level. (The walk of `te` has its own.)
   */
  memory(node: TypeNode): '' | ',m' {
    const {separate, remember, component} = this.root.graph!;
    if (this.fnID === 'te') return '';
    return separate && remember && node.graph!.component === component ? ',m' : '';
  }

  /** A function of the factory, one for each `key` and node. `body` gives its text: parameters and block. */
  local(key: string, node: TypeNode, body: () => string): string {
    const byNode = this.locals.get(key) ?? new Map<TypeNode, string>();
    this.locals.set(key, byNode);
    let name = byNode.get(node);
    if (!name) {
      name = this.name('f');
      byNode.set(node, name);
      const text = body();
      this.context.push(`function ${name}${text}`);
    }
    return name;
  }

  /** A call that looks a verdict up before it evaluates `expression`, which is over `v`, `d` and `m`. */
  remembered(node: TypeNode, v: string, d: string, what: FnID, expression: () => string): string {
    const run = `${d && ',d'},m`;
    const name = this.local(`remembered ${what}${run}`, node, () => {
      const verdicts = `${this.pure('verdicts')}(m,${quote(`${what}_${jitHash(node)}`)})`;
      return `(v${run}){const s=${verdicts};let r=s.get(v);if(r===undefined){r=${expression()};s.set(v,r)}return r}`;
    });
    return `${name}(${v}${d && `,${d}`},m)`;
  }

  /**
   * The body of `createJitFn`. `ownParams` are followed by the depth, if the function counts it, and by the memory of
   * the run, if it has one.
   */
  code(ownParams: string, body: string, counts = false): string {
    const run = `${counts ? ',d=0' : ''}${this.memory(this.root) && ',m=new Map'}`;
    const params = ownParams + run;
    let content = this.inlineTail(body);
    let visible = params;
    if (this.callsItself || (run && ownParams === ONE_VALUE)) {
      // local functions do not see the name of a function expression
      this.context.push(`function self(${params}){${content}}`);
      content = `return self(${params.replace(/=[^,]*/g, '')})`;
      if (run && ownParams === ONE_VALUE) visible = `v,_,__${run}`;
    }
    return `'use strict';${this.context.join('')}return function ${this.fnName}(${visible}){${content}}`;
  }

  /** The body of `createJitFn` where an expression makes the function. */
  made(expression: string): string {
    const fn = this.callsItself ? `const self=${expression};return self` : `return ${expression}`;
    return `'use strict';${this.context.join('')}${fn}`;
  }

  /** A body that only calls a local function, which nothing else calls, becomes that function's body. */
  private inlineTail(body: string): string {
    const [, name, args] = /^(?:return )?(f\d+)\(([\w,]+)\);?$/.exec(body) ?? [];
    if (!name) return body;
    const head = `function ${name}(${args}){`;
    const at = this.context.findIndex(text => text.startsWith(head));
    if (at < 0 || this.context.some((text, i) => i !== at && text.includes(`${name}(`))) return body;
    const [text] = this.context.splice(at, 1);
    return text!.slice(head.length, -1);
  }
}

/** `v.name`, or `v["other name"]`. */
export function access(v: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${v}.${name}` : `${v}[${quote(name)}]`;
}

/** A key of an object literal. */
export function literalKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

/** A JavaScript string literal, in single quotes: the code itself travels in double ones. */
export function quote(text: string): string {
  const body = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${body.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

/** The source of a primitive. */
export function source(value: string | number | boolean | bigint): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return `${value}n`;
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Whether text can stand more than once without being computed more than once. */
export const isIdentifier = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);
