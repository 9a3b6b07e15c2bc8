import { randomFillSync } from 'node:crypto';

/** Where new names and chance come from. Tests pass one that repeats. */
export interface Ids {
  /** A new id, unique across machines, that sorts by time of creation. */
  next(now: number): string;
  /** A number in [0, 1), for jitter. */
  random(): number;
}

/** Crockford's alphabet: no letters that are mistaken for digits. Source: https://www.crockford.com/base32.html */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const timeLength = 9;
const randomLength = 13;

export const randomIds: Ids = {
  next: (now) => {
    let id = '';
    for (let rest = now, at = 0; at < timeLength; at += 1, rest = Math.floor(rest / 32)) {
      id = `${alphabet[rest % 32]}${id}`;
    }
    for (const byte of randomFillSync(new Uint8Array(randomLength))) id += alphabet[byte % 32];
    return id;
  },
  random: () => Math.random(),
};
