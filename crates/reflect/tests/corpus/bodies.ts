interface User { id: number; name: string; email?: string; role: 'admin' | 'user' }
declare const users: User[];
declare function load(id: number): Promise<User | null>;
export async function find(id: number, { deep = false, tags: [first] = ['x'] } = {}) {
  const user = await load(id);
  if (!user) throw new Error('missing');
  for (const { name, ...rest } of users) if (name === user.name && rest) return { name, deep, first };
  switch (user.role) {
    case 'admin':
      return { admin: true as const, mail: user.email ?? null };
    case 'user':
      return users.filter(other => other.id > id).map(({ id }) => ({ id, at: new Date().toISOString() }));
  }
}
export const limits = { mode: 'dark', sizes: [1, 'a'] } satisfies { mode: 'dark' | 'light'; sizes: [number, string] };
export const frozen = Object.freeze({ A: 'a', B: -1 });
export function kind(value: string | number | undefined, other?: User) {
  if (typeof value === 'string' || value === undefined) return value?.length ?? other?.name.split(',')[0];
  do { value--; } while (value > 0);
  try { return value || other && [value]; } catch (error) { return; } finally { users.pop(); }
}
export type Found = Awaited<ReturnType<typeof find>>;
export type Kinds = [ReturnType<typeof kind>, typeof limits, (typeof frozen)[keyof typeof frozen]];
