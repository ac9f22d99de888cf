/**
 * The text of the pure function that `typeErrors` functions share: it walks a value along the outline of a type, which
 * `emit/type-errors.ts` writes, and reports each wrong place. Errors are rare and their code is large, so an outline,
 * which is small, stands in each function instead of statements.
 *
 * An outline is
 * - a name: `any`, `null`, `number`, `date`, or what `typeof` says; it is what is expected as well;
 * - an object literal: an object with these members, some of which tell it from a Map, Date and the like;
 * - a function: another type's `typeErrors`;
 * - a list that starts with one of `OUTLINE`.
 */

/** The first element of an outline that is a list, and what follows it. */
export const OUTLINE = {
  /** What is expected, and a test. */
  leaf: 0,
  /** An outline; undefined is right as well. */
  optional: 1,
  array: 2,
  set: 3,
  /** Outlines of key and value. */
  map: 4,
  /** Outlines of the items; of the rest, or 0; of what follows the rest. */
  tuple: 5,
  /** Outlines of the members. */
  union: 6,
  /** The name of the tag, then for each member its tags and its outline. */
  tagged: 7,
  /** What is expected, the members, whether other classes' objects are refused, pairs of key test (or 0) and outline. */
  object: 8,
  /** The `typeErrors` of a type that leads back here. */
  deeper: 9,
} as const;

/**
 * Parameters: the outline, the value, the path so far, the errors so far, and the walk that called this one: `p` its
 * path, `n` how many parts of the value it has met, `d` its depth, `m` the errors of unions by outline and value.
 *
 * A value that is of no member of a union was meant for the one that knows most of its parts, then for the one with
 * the fewest errors. What a member finds is remembered, because it would be sought again at each level of nesting.
 */
export const typeErrorsWalk = (maxDepth: number): string => `
  const wrong=(er,c,expected)=>{er.push({path:c.p.slice(),expected})};
  const isObject=v=>typeof v==='object'&&v!==null;
  const at=(o,v,key,er,c)=>{
    c.p.push(key);
    if(v!==undefined)c.n++;
    walk(o,v,er,c);
    c.p.pop()
  };
  const members=(o,v,er,c)=>{for(const key in o)at(o[key],v[key],key,er,c)};
  const lists=[,,
    (o,v,er,c)=>{
      if(!Array.isArray(v))return wrong(er,c,'array');
      for(let i=0;i<v.length;i++)at(o[1],v[i],i,er,c)
    },
    (o,v,er,c)=>{
      let index=0;
      if(v instanceof Set)for(const key of v)at(o[1],key,{key,index:index++},er,c);
      else wrong(er,c,'set')
    },
    (o,v,er,c)=>{
      let index=0;
      if(!(v instanceof Map))return wrong(er,c,'map');
      for(const [key,e] of v){
        at(o[1],key,{key,index,failed:'mapKey'},er,c);
        at(o[2],e,{key,index:index++,failed:'mapVal'},er,c)
      }
    },
    ([,items,rest,...tail],v,er,c)=>{
      if(!Array.isArray(v))return wrong(er,c,'tuple');
      const end=v.length-tail.length;
      if(end<items.filter(o=>o[0]!==1).length||!rest&&end>items.length)wrong(er,c,'tuple');
      items.forEach((o,i)=>at(o,v[i],i,er,c));
      if(rest)for(let i=items.length;i<v.length;i++)at(i<end?rest:tail[i-end],v[i],i,er,c)
    },
    (o,v,er,c)=>{
      const {p,n}=c;
      const known=c.m.get(o)??new Map;
      c.m.set(o,known);
      let best=known.get(v);
      if(best)for(const {path,expected} of best.e)er.push({path:p.concat(path.slice(best.at)),expected});
      else{
        for(const member of o.slice(1)){
          const e=[];
          c.n=0;
          walk(member,v,e,c);
          const better=!best||c.n>best.n||c.n===best.n&&e.length<best.e.length;
          if(!e.length||better&&(c.n||e[0].path.length>p.length&&!Array.isArray(v)))best={n:c.n,e};
          if(!e.length)break
        }
        best??={n:0,e:[{path:p.slice(),expected:'union'}]};
        best.at=p.length;
        known.set(v,best);
        for(const error of best.e)er.push(error)
      }
      c.n=n+best.n
    },
    ([,tag,...tagged],v,er,c)=>{
      if(!isObject(v)||Array.isArray(v))return wrong(er,c,'object');
      const found=tagged.find(([values])=>values.includes(v[tag]));
      if(found)walk(found[1],v,er,c);
      else at([0,'literal',()=>false],v[tag],tag,er,c)
    },
    ([,expected,own,strict,...index],v,er,c)=>{
      if(!isObject(v)||strict&&Object.prototype.toString.call(v)!=='[object Object]')return wrong(er,c,expected);
      members(own,v,er,c);
      if(index[0])for(const key in v){
        if(key==='__proto__')at('never',v,key,er,c);
        else if(!Object.hasOwn(own,key)){
          const found=index.find(([test])=>!test||test(key));
          if(found)at(found[1],v[key],key,er,c)
        }
      }
    },
    (o,v,er,c)=>{
      if(++c.d>=${maxDepth})wrong(er,c,'lessDepth');
      else o[1](v,c.p,er,c);
      c.d--
    }];
  const names={
    any:()=>true,
    null:v=>v===null,
    number:Number.isFinite,
    date:v=>v instanceof Date&&!isNaN(v)};
  function walk(o,v,er,c){
    if(typeof o==='string'){
      if(!(names[o]?names[o](v):typeof v===o))wrong(er,c,o)
    }else if(typeof o==='function'){
      const {d}=c;
      c.d=0;
      o(v,c.p,er,c);
      c.d=d
    }else if(!Array.isArray(o)){
      if(isObject(v))members(o,v,er,c);
      else wrong(er,c,'object')
    }else if(o[0]>1)lists[o[0]](o,v,er,c);
    else if(o[0]){
      if(v!==undefined)walk(o[1],v,er,c)
    }else if(!o[2](v))wrong(er,c,o[1])
  }
  return function typeErrors(o,v,pth,er,c){
    walk(o,v,er,c??{p:[...pth],n:0,d:0,m:new Map});
    return er
  }`;
