import type {Case} from '../programs.ts';

/** Whole programs as people write them: models, handlers, settings. */
export const domains: Case[] = [
  {
    name: 'a shop',
    main: `interface Product { id: string; name: string; price: number; tags: string[] }
interface Line { product: Product; count: number }
interface Order { id: string; lines: Line[]; at: Date; state: 'open' | 'paid' | 'sent'; note?: string }`,
    of: ['Order', 'Partial<Order>', 'Order[]'],
  },
  {
    name: 'a blog',
    main: `interface Author { name: string; posts: Post[] } interface Post { title: string; author: Author; comments: Comment[] } interface Comment { by: Author | null; text: string; replies: Comment[] }`,
    of: ['Post', 'Author'],
  },
  {
    name: 'events',
    main: `type Created = {type: 'created'; id: string; at: Date}; type Moved = {type: 'moved'; id: string; from: string; to: string}; type Gone = {type: 'gone'; id: string}; type Event = Created | Moved | Gone`,
    of: ['Event', `Extract<Event, {type: 'moved'}>`, `Event['type']`],
    peerIsWrong: 'it changes the type argument: a name, or a parent',
    shows: {
      Event:
        "({type: 'created'; id: string; at: Date} | {type: 'moved'; id: string; from: string; to: string} | {type: 'gone'; id: string})",
      "Extract<Event, {type: 'moved'}>": "{type: 'moved'; id: string; from: string; to: string}",
    },
  },
  {
    name: 'results',
    main: `type Ok<T> = {ok: true; value: T}; type Err<E> = {ok: false; error: E}; type Result<T, E = string> = Ok<T> | Err<E>`,
    of: ['Result<number>', 'Result<{a: 1}, Date>'],
  },
  {
    name: 'pages',
    main: `interface Page<T> { items: T[]; total: number; next?: string } interface User { id: string }`,
    of: ['Page<User>', 'Promise<Page<User>>'],
  },
  {
    name: 'settings',
    main: `type Level = 'debug' | 'info' | 'warn'; interface Settings { log: {level: Level; pretty?: boolean}; http: {port: number; host?: string; headers: Record<string, string>} }`,
    of: ['Settings', `Settings['log']['level']`],
  },
  {
    name: 'routes',
    main: `interface User { id: string } export const routes = { getUser: (ctx: any, id: string): User => ({id}), users: { list: async (ctx: any, limit?: number): Promise<User[]> => [], remove: (ctx: any, id: string): void => {} } }`,
  },
  {
    name: 'a service',
    main: `interface User { id: string } export class Users { private list: Map<string, User> = new Map(); find(id: string): User | undefined { return this.list.get(id) } async save(user: User): Promise<void> {} static create(): Users { return new Users() } }`,
  },
  {
    name: 'a repository',
    main: `interface Entity { id: string } interface Repo<T extends Entity> { find(id: T['id']): Promise<T | undefined>; save(it: T): Promise<void>; all(filter?: Partial<T>): Promise<T[]> } interface User extends Entity { name: string }`,
    of: ['Repo<User>'],
  },
  {
    name: 'a state machine',
    main: `type State = {s: 'idle'} | {s: 'busy'; since: Date} | {s: 'failed'; error: string}; interface Machine { state: State; history: State[] }`,
    of: ['Machine', `State['s']`],
    peerIsWrong: 'it changes the type argument: a name, or a parent',
    shows: {
      Machine:
        "{state: ({s: 'idle'} | {s: 'busy'; since: Date} | {s: 'failed'; error: string}); history: Array<({s: 'idle'} | {s: 'busy'; since: Date} | {s: 'failed'; error: string})>}",
    },
  },
  {
    name: 'money',
    main: `type Currency = 'EUR' | 'USD'; interface Money { amount: bigint; currency: Currency } type Prices = Record<Currency, Money>`,
    of: ['Money', 'Prices'],
  },
  {
    name: 'geometry',
    main: `type Point = [x: number, y: number]; type Shape = {kind: 'circle'; at: Point; r: number} | {kind: 'polygon'; points: Point[]}`,
    of: ['Shape', 'Shape[]'],
  },
  {
    name: 'a form',
    main: `interface Fields { email: string; age: number; news: boolean } type Errors<T> = {[K in keyof T]?: string[]}; interface Form { values: Partial<Fields>; errors: Errors<Fields>; touched: Record<keyof Fields, boolean> }`,
    of: ['Form'],
  },
  {
    name: 'permissions',
    main: `type Action = 'read' | 'write'; type Resource = 'user' | 'order'; type Permission = \`\${Resource}:\${Action}\`; interface Role { name: string; can: Permission[] }`,
    of: ['Permission', 'Role'],
  },
  {
    name: 'versions of a document',
    main: `interface V1 { v: 1; text: string } interface V2 extends Omit<V1, 'v'> { v: 2; lang?: string } type Doc = V1 | V2`,
    of: ['Doc', 'V2'],
  },
  {
    name: 'a query builder',
    main: `type Op = 'eq' | 'lt' | 'gt'; type Where<T> = {[K in keyof T]?: {op: Op; value: T[K]}}; interface Query<T> { where: Where<T>; order?: keyof T; limit?: number } interface User { id: string; age: number }`,
    of: ['Query<User>'],
  },
  {
    name: 'messages',
    main: `interface Envelope<K extends string, T> { kind: K; payload: T; at: Date } type Message = Envelope<'ping', null> | Envelope<'text', {text: string}>`,
    of: ['Message'],
  },
  {
    name: 'a file tree',
    main: `interface File { type: 'file'; size: number } interface Folder { type: 'folder'; children: Record<string, File | Folder> } type Entry = File | Folder`,
    of: ['Entry'],
  },
  {
    name: 'a calendar',
    main: `enum Day { Monday = 1, Tuesday, Wednesday } interface Slot { day: Day; from: string; to: string } type Week = {[K in 'even' | 'odd']: Slot[]}`,
    of: ['Week', 'Slot'],
  },
  {
    name: 'an HTTP client',
    main: `interface Req { method: 'GET' | 'POST'; url: string; body?: unknown; headers?: Record<string, string | string[]> } interface Res<T> { status: number; body: T } export async function send<T>(req: Req): Promise<Res<T>> { throw 1 }`,
    of: ['Req', 'Res<{a: 1}>'],
  },
];
