// What random programs have found.
inner=class{handler=():number=>1};
class Last{method=function(a:string){}}
const compared = inner<1>inner<string>();

// What `new` constructs must stay what it is when a call stands before it.
const constructed = new function (this: {a: number}, b: number): void { this.a = b }(1);
const nested = new function (a: string): void {}.prototype.constructor('a');

// A class whose members are told by each other.
class Around { static one: [typeof Around.two, 1] = [2, 1]; static two: (typeof Around.one)[1] = 1; three: typeof Around.two = 1 }
type AroundOne = typeof Around.one;

// A comma between `<` and `>` makes no list of types of them.
const commas = [inner < 1, inner > inner<string>()], other = (inner < 1, inner > inner<string>());
const shifts = [inner < inner < 1 >> inner<string>()], imported = import(inner < 1, inner > inner<string>());
@d export class Decorated { date = 0 } function d(..._: []) {}
const layer = (log: ReturnType<typeof make>) => log; const make = () => layer(null as any);
const joined = [inner < 1 | 2 > inner<string>()], both = (inner < 1, 2 & inner > inner<string>());
switch (1) { case 1: function reserved(a: typeof extends): void {} }
declare const Ambient = class { member };
function interface(a: string): void {}
const divided = 1
/function(a: number = 1) {}
@decorated<string>({}) class Decorated {}
@decorated<string>()<string>({}) class DecoratedByAnother {}
@decorated<string>() `${decorated<1>()}` class DecoratedByText {}
@decorated<string>().deep<1>() class DecoratedByMember { @decorated<2>().deep member = 1 }

// A computed name that only its own place can compute.
class NamedLater { [await inner](a: string): void {} [this](a: string): void {} }
const named = function (a: string) { return class { [arguments[0]](b: string): void {} other(c: object = class { [arguments[1]](d: string): void {} }) {} } };
function* yielded() { return class { [yield 1](a: string): void {} } }

// A function with a body ends its statement; what stands around it in its place must, too.
type => {}
``
let ended = (a: string): void => {}
[1, 2].forEach(a => a)
ended = (a: string): void => {}
(ended)
export const endedHere = async (a: string) => {}
+1
class Ended { first = (a: string) => {}
  ['second'](): void {} static third = (a: string) => {}
  #fourth = (a: string) => {}
  [1] = (a: string) => {}
  in = 1
}
if (ended) ended = (a: string): void => {}
else ended = (a: string): void => {}
[0].forEach(ended as never)
switch (1) { case 1: ended = (a: string): void => {}
  (ended) }

// To other parsers this is a comparison: what the tree has of it ends too early.
const compared = (a: string) => inner < a > {}, never = 1;
var comparedAsWell = (a: string): void => inner<string>  {};
var comparedBehindComments = (a: string): void => inner<string> /* */ // or more
  {};
const comparedBefore = (a: string) => inner < a >/**/ {}, neverBehind = 1;
const endedBeforeAnOperator = (a: string) => {}
+ Tuesday, Wednesday
const endedBeforeAPattern = (a: string) => (b: string) => {} // }
/[(]/.test(`${1}`)
class EndedBeforeAGenerator { first = async (a: string) => {}
  *second(a: string) {} }

// The body of an accessor is one like others.
const accessors = { get one() { type Local = string; this.query<string>()
  query<Local>() }, set one(a: string) { query<string>()
  query<number>() } };
var comparedAsConst = (a: string): void => inner as const<string> // or more
  {};
const EndedInTheTried = <T extends object>(a: T) => endedInside = (a: string) => {}
+ Tuesday, Wednesday
const EndedInABody = <T,>(a: T) => { const endedInABody = (a: string) => {}
  +1 }
