/** Who is known to the shop, in memory. */
import {type NewUser, Role, type User, type UserId} from '@shop/types';
import {tick} from './clock.ts';

const quiet = {email: true, sms: false, push: false};

const people = new Map<UserId, User>();

add({
  id: 'usr_anna',
  email: 'anna@example.com',
  role: Role.Customer,
  profile: {displayName: 'Anna', birthday: new Date('1990-06-21'), languages: ['de', 'en']},
  addresses: [{street: 'Lindenweg 4', city: 'Berlin', zip: '10115', country: 'DE'}],
  preferences: quiet,
  createdAt: new Date('2025-03-01T10:00:00Z'),
  lastSeen: new Date('2026-01-04T18:30:00Z'),
});
add({
  id: 'usr_bruno',
  email: 'bruno@example.com',
  role: Role.Staff,
  profile: {displayName: 'Bruno', languages: ['es']},
  addresses: [],
  preferences: {...quiet, push: true},
  createdAt: new Date('2025-01-15T08:00:00Z'),
  lastSeen: null,
});

/** The tokens of this example stand for whatever identity provider a real shop asks. */
const tokens = new Map<string, UserId>([
  ['Bearer anna-token', 'usr_anna'],
  ['Bearer bruno-token', 'usr_bruno'],
]);

export const findUser = (id: UserId): User | undefined => people.get(id);

export const userOfToken = (token: string): User | undefined => {
  const id = tokens.get(token);
  return id && people.get(id);
};

export const allUsers = (): User[] => [...people.values()];

export const isEmailTaken = (email: string): boolean => allUsers().some(user => user.email === email);

export function signUp({preferences, ...user}: NewUser): User {
  return add({
    ...user,
    id: `usr_${user.profile.displayName.toLowerCase()}`,
    role: Role.Customer,
    preferences: {...quiet, ...preferences},
    createdAt: tick(),
    lastSeen: null,
  });
}

function add(user: User): User {
  people.set(user.id, user);
  return user;
}
