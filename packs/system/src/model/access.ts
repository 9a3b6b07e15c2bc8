/** Who may send requests, and how they say who they are. */
export interface Access {
  readonly accounts?: Accounts;
  readonly keys?: Keys;
}

/** People who sign up and log in. */
export interface Accounts {
  readonly entity: string;
  /** The unique field that tells accounts apart at the log-in: `email`. */
  readonly login: string;
  /** The field of type `password`. */
  readonly password: string;
  /** The field, an enum or a list of one, that holds what an account may do. */
  readonly roles?: string;
  /** The internal entity that remembers who is signed in. */
  readonly session: string;
  /** How long a session lasts. */
  readonly lastsMs: number;
}

/** Machines that send a key in a header. */
export type Keys =
  | {
      readonly kind: 'records';
      readonly entity: string;
      /** The field of type `token`. */
      readonly token: string;
      readonly header: string;
    }
  /** Keys that a setting lists: `name:secret`, separated by commas. */
  | { readonly kind: 'settings'; readonly setting: string; readonly header: string };

/** Whom one operation is open to. */
export interface OperationAccess {
  /** Credentials that are accepted, any of them. */
  readonly admits: readonly CredentialKind[];
  /** True when it can be used without credentials too. */
  readonly isOpen: boolean;
  /** Roles of which the account must have one; any account will do when absent. */
  readonly roles?: readonly string[];
  /** Variables of its expressions that tell who asks, and whether they may be null. */
  readonly identities: readonly Identity[];
}

export type CredentialKind = 'account' | 'key';

/** An id that the credentials of a request stand for. */
export interface Identity {
  readonly name: IdentityName;
  readonly isOptional: boolean;
}

export type IdentityName = 'actorId' | 'sessionId' | 'keyId' | 'key';

/** How often something may be asked for. */
export interface Rate {
  readonly limit: number;
  readonly perMs: number;
  /** Who asks, by whom requests are counted while there is no `key`: the first that is known. Absent, it is the address. */
  readonly callers?: readonly IdentityName[];
  /** Whose requests are counted together. */
  readonly key?: import('../expression/expression.ts').Expression;
}

/** Records that a system begins with. */
export interface Seed {
  readonly entity: string;
  readonly records: readonly SeedRecord[];
}

export interface SeedRecord {
  readonly values: readonly SeedValue[];
  /** Left out, with a warning, while a variable of the environment that it needs is not set. */
  readonly isOptional: boolean;
}

export type SeedValue =
  | { readonly field: string; readonly kind: 'literal'; readonly value: import('./field.ts').Literal }
  | { readonly field: string; readonly kind: 'setting'; readonly setting: string }
  /** The record of another entity that has this value in its unique field. */
  | { readonly field: string; readonly kind: 'reference'; readonly entity: string; readonly index: number };
