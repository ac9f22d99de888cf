/**
 * What is done with the keys of a valid value that its type does not declare: `sk` deletes them, `ku` sets them to
 * undefined, `uk` reports each as an error. All three walk alike. `sk` and `ku` change their argument and give it.
 */
import {MAX_DEPTH, type ObjectNode, type TupleNode, type TypeNode, type UnionNode} from '../type-node.ts';
import {memberTests} from './choose-member.ts';
import {access, type Emitter, quote} from './emitter.ts';
import {forKey, isKnownKey} from './is.ts';
import {countKeys, hasKeys} from './known-keys.ts';

type WalkerID = 'sk' | 'ku' | 'uk';

/** The whole function, of the kind that the emitter is for. */
export function emitUnknownKeys(em: Emitter): string {
  const walk = new Walker(em, em.fnID as WalkerID);
  const params = walk.reports ? 'v,pth=[],er=[]' : 'v';
  const result = walk.reports ? 'er' : 'v';
  if (!hasKeys(em.root)) return em.code(params, `return ${result}`);
  const {cyclic, separate} = em.root.graph!;
  const counted = cyclic && separate;
  const guard = counted ? `if(d>=${MAX_DEPTH})return ${result};` : '';
  const body = walk.content(em.root, {v: 'v', path: [], d: counted ? 'd' : ''});
  return em.code(params, `${guard}${body}return ${result}`, counted);
}

interface Place {
  v: string;
  path: string[];
  d: string;
}

class Walker {
  private readonly em: Emitter;
  private readonly id: WalkerID;

  constructor(em: Emitter, id: WalkerID) {
    this.em = em;
    this.id = id;
  }

  get reports(): boolean {
    return this.id === 'uk';
  }

  /** Statements for a node of its own function, or a call of it. */
  private walk(node: TypeNode, at: Place): string {
    if (!hasKeys(node)) return '';
    const callee = this.em.callee(this.id, node);
    if (!callee) return this.content(node, at);
    const path = at.path.length ? `pth.concat([${at.path}])` : 'pth';
    return `${callee.fn}(${at.v}${this.reports ? `,${path},er` : ''}${callee.run(at.d)});`;
  }

  content(node: TypeNode, at: Place): string {
    const {em} = this;
    const inside = (v: string, segment: string): Place => ({...at, v, path: [...at.path, segment]});
    switch (node.kind) {
      case 'array': {
        const [i, e] = [em.name('i'), em.name('e')];
        const item = this.walk(node.item, inside(e, i));
        return `for(let ${i}=0;${i}<${at.v}.length;${i}++){const ${e}=${at.v}[${i}];${item}}`;
      }
      case 'set': {
        const [i, e] = [em.name('i'), em.name('e')];
        const item = this.walk(node.item, inside(e, `{key:${e},index:${i}}`));
        return `{let ${i}=0;for(const ${e} of ${at.v}){${item}${i}++}}`;
      }
      case 'map': {
        const [i, x] = [em.name('i'), em.name('x')];
        const segment = (failed: string) => `{key:${x}[0],index:${i},failed:'${failed}'}`;
        const key = this.walk(node.key, inside(`${x}[0]`, segment('mapKey')));
        const value = this.walk(node.value, inside(`${x}[1]`, segment('mapVal')));
        return `{let ${i}=0;for(const ${x} of ${at.v}){${key}${value}${i}++}}`;
      }
      case 'tuple':
        return this.tuple(node, at, inside);
      case 'object':
        return this.named(at, place => this.object(node, place));
      case 'union':
        return this.named(at, place => this.union(node, place));
      default:
        return '';
    }
  }

  /** Gives a member access a name, as it is read often. */
  private named(at: Place, content: (at: Place) => string): string {
    if (/^[a-z]\d*$/.test(at.v)) return content(at);
    const v = this.em.name('v');
    return `{const ${v}=${at.v};${content({...at, v})}}`;
  }

  private tuple(
    {items, rest, tail}: TupleNode,
    at: Place,
    inside: (v: string, segment: string) => Place,
  ): string {
    let code = '';
    items.forEach(({type}, i) => {
      const item = this.walk(type, inside(`${at.v}[${i}]`, `${i}`));
      if (item) code += `if(${at.v}[${i}]!==undefined){${item}}`;
    });
    if (rest && hasKeys(rest)) {
      const i = this.em.name('i');
      const end = tail.length ? `${at.v}.length-${tail.length}` : `${at.v}.length`;
      code += `for(let ${i}=${items.length};${i}<${end};${i}++){${this.walk(rest, inside(`${at.v}[${i}]`, i))}}`;
    }
    tail.forEach((type, i) => {
      const index = `${at.v}.length-${tail.length - i}`;
      code += this.walk(type, inside(`${at.v}[${index}]`, index));
    });
    return code;
  }

  private object(node: ObjectNode, at: Place): string {
    const {v} = at;
    const k = this.em.name('k');
    const inside = (name: string, segment: string): Place => ({
      ...at,
      v: name,
      path: [...at.path, segment],
    });
    const unknown = `if(typeof ${v}[${k}]!=='function')${this.unknownKey(v, k, [...at.path, k])}`;
    const counted = countKeys(node, v, this.em.name('n'), k);
    let code = counted ? `${counted.statements}if${counted.differs}` : '';
    code += `for(const ${k} in ${v}){`;
    if (node.properties.length) code += `if(${isKnownKey(this.em, node, k)})continue;`;
    const perKey = (type: TypeNode): string => {
      const value = this.walk(type, inside(`${v}[${k}]`, k));
      return value && `if(${v}[${k}]!==undefined){${value}}`;
    };
    code += `${node.index.length ? forKey(this.em, node.index, k, perKey, unknown) : unknown}}`;
    for (const {name, type, optional} of node.properties) {
      const member = access(v, name);
      const value = this.walk(type, inside(member, quote(name)));
      if (value) code += optional ? `if(${member}!==undefined){${value}}` : value;
    }
    return code;
  }

  private unknownKey(v: string, k: string, path: string[]): string {
    switch (this.id) {
      case 'sk':
        return `delete ${v}[${k}];`;
      // an assignment to __proto__ would set the prototype
      case 'ku':
        return `if(${k}==='__proto__')delete ${v}[${k}];else ${v}[${k}]=undefined;`;
      case 'uk':
        return `${this.em.pure('pushError')}(er,pth,[${path}],'never');`;
    }
  }

  private union(node: UnionNode, at: Place): string {
    const tests = memberTests(this.em, node, at.v);
    return tests.map(({node: member, test}) => `if(${test}){${this.walk(member, at)}}`).join('else ');
  }
}
