/** Customers and those who serve them. */
import type {Address} from './address.ts';
import type {UserId} from './ids.ts';

export enum Role {
  Customer = 'customer',
  Staff = 'staff',
}

export type Channel = 'email' | 'sms' | 'push';

/** Which news reach a user, and where. */
export type Preferences = Record<Channel, boolean>;

export interface Profile {
  displayName: string;
  birthday?: Date;
  /** The favourite comes first. */
  languages: readonly string[];
}

export interface User {
  readonly id: UserId;
  email: string;
  role: Role;
  profile: Profile;
  addresses: Address[];
  preferences: Preferences;
  createdAt: Date;
  lastSeen: Date | null;
}

export type UserSummary = Pick<User, 'id' | 'email' | 'role'>;

/** What a person fills in to sign up. */
export type NewUser = Omit<User, 'id' | 'role' | 'preferences' | 'createdAt' | 'lastSeen'> & {
  preferences?: Partial<Preferences>;
};

export type ProfilePatch = Partial<Profile>;
