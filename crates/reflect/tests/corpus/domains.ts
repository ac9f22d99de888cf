interface Product { id: string; name: string; price: number; tags: string[] }
interface Line { product: Product; count: number }
interface Order { id: string; lines: Line[]; at: Date; state: 'open' | 'paid' | 'sent'; note?: string }
interface Author { name: string; posts: Post[] } interface Post { title: string; author: Author; comments: Comment[] } interface Comment { by: Author | null; text: string; replies: Comment[] }
type Created = {type: 'created'; id: string; at: Date}; type Moved = {type: 'moved'; id: string; from: string; to: string}; type Gone = {type: 'gone'; id: string}; type Event = Created | Moved | Gone;
type Ok<T> = {ok: true; value: T}; type Err<E> = {ok: false; error: E}; type Result<T, E = string> = Ok<T> | Err<E>;
interface Page<T> { items: T[]; total: number; next?: string } interface User { id: string }
type Level = 'debug' | 'info' | 'warn'; interface Settings { log: {level: Level; pretty?: boolean}; http: {port: number; host?: string; headers: Record<string, string>} }
interface User { id: string } export const routes = { getUser: (ctx: any, id: string): User => ({id}), users: { list: async (ctx: any, limit?: number): Promise<User[]> => [], remove: (ctx: any, id: string): void => {} } }
interface User { id: string } export class Users { private list: Map<string, User> = new Map(); find(id: string): User | undefined { return this.list.get(id) } async save(user: User): Promise<void> {} static create(): Users { return new Users() } }
interface Entity { id: string } interface Repo<T extends Entity> { find(id: T['id']): Promise<T | undefined>; save(it: T): Promise<void>; all(filter?: Partial<T>): Promise<T[]> } interface User extends Entity { name: string }
type State = {s: 'idle'} | {s: 'busy'; since: Date} | {s: 'failed'; error: string}; interface Machine { state: State; history: State[] }
type Currency = 'EUR' | 'USD'; interface Money { amount: bigint; currency: Currency } type Prices = Record<Currency, Money>;
type Point = [x: number, y: number]; type Shape = {kind: 'circle'; at: Point; r: number} | {kind: 'polygon'; points: Point[]}
interface Fields { email: string; age: number; news: boolean } type Errors<T> = {[K in keyof T]?: string[]}; interface Form { values: Partial<Fields>; errors: Errors<Fields>; touched: Record<keyof Fields, boolean> }
type Action = 'read' | 'write'; type Resource = 'user' | 'order'; type Permission = `${Resource}:${Action}`; interface Role { name: string; can: Permission[] }
interface V1 { v: 1; text: string } interface V2 extends Omit<V1, 'v'> { v: 2; lang?: string } type Doc = V1 | V2;
type Op = 'eq' | 'lt' | 'gt'; type Where<T> = {[K in keyof T]?: {op: Op; value: T[K]}}; interface Query<T> { where: Where<T>; order?: keyof T; limit?: number } interface User { id: string; age: number }
interface Envelope<K extends string, T> { kind: K; payload: T; at: Date } type Message = Envelope<'ping', null> | Envelope<'text', {text: string}>;
interface File { type: 'file'; size: number } interface Folder { type: 'folder'; children: Record<string, File | Folder> } type Entry = File | Folder;
enum Day { Monday = 1, Tuesday, Wednesday } interface Slot { day: Day; from: string; to: string } type Week = {[K in 'even' | 'odd']: Slot[]}
interface Req { method: 'GET' | 'POST'; url: string; body?: unknown; headers?: Record<string, string | string[]> } interface Res<T> { status: number; body: T } export async function send<T>(req: Req): Promise<Res<T>> { throw 1 }
