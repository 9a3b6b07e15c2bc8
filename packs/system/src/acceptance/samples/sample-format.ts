import type { TextFormat } from '../../model/field.ts';

const names = ['ada.byron', 'grace.lind', 'omar.haddad', 'mei.tanaka', 'jonas.weber', 'lucia.romero'];

/** A well-formed text of this format, different for every `n`. */
export function sampleFormat(format: TextFormat, n: number): string {
  switch (format) {
    case 'email': {
      const round = Math.floor(n / names.length);
      return `${names[n % names.length]}${round === 0 ? '' : round + 1}@example.com`;
    }
    case 'url':
      return `https://example.com/pages/${n + 1}`;
    case 'uuid':
      return `3f2b8c1e-7a4d-4c5b-9e6f-${(n + 1).toString(16).padStart(12, '0')}`;
    case 'phone':
      return `+4930${(1_234_567 + n).toString()}`;
    case 'isbn':
      return isbn13(n);
  }
}

/** ISBN-13 with its check digit (ISO 2108): weights 1 and 3 in turn, the sum a multiple of ten. */
function isbn13(n: number): string {
  const digits = `97803${(640_615 + n).toString().padStart(7, '0').slice(-7)}`;
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return digits + ((10 - (sum % 10)) % 10);
}
