/**
 * Texts that match a regular expression, by generating from its parts: literals, classes, groups, alternatives and
 * quantifiers. Look-around, back references and Unicode properties are beyond it. Every candidate is tried against the
 * expression itself, so what comes out does match.
 */

type Part =
  | { readonly kind: 'set'; readonly characters: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Part[] }
  | { readonly kind: 'choice'; readonly options: readonly Part[] }
  | { readonly kind: 'repeat'; readonly part: Part; readonly least: number; readonly most: number };

const digits = '1234567890';
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lower = upper.toLowerCase();
const printable = `${lower}${upper}${digits} -_.,:;!?'"()/@#&+=*%$<>[]{}|^~\`\\`;

class UnsupportedPattern extends Error {}

/** Undefined when no matching text was found. Different for every `n` as far as the expression allows. */
export function samplePattern(
  pattern: string,
  bounds: { readonly minLength?: number; readonly maxLength?: number },
  n: number,
): string | undefined {
  const parsed = parse(pattern);
  if (!parsed) return undefined;
  const whole = new RegExp(`^(?:${pattern})$`, 'u');
  for (let extra = 0; extra <= 8; extra += 1) {
    const text = generate(parsed, { rest: n, extra });
    const fits = text.length >= (bounds.minLength ?? 0) && text.length <= (bounds.maxLength ?? text.length);
    if (fits && whole.test(text)) return text;
  }
  return undefined;
}

function parse(pattern: string): Part | undefined {
  try {
    const { source } = new RegExp(pattern, 'u');
    return new PatternParser(source).parse();
  } catch {
    return undefined;
  }
}

/** `rest` is a number whose digits, in the mixed radix of the expression's choices, pick one text among all. */
function generate(part: Part, state: { rest: number; extra: number }): string {
  switch (part.kind) {
    case 'set': {
      const size = part.characters.length;
      const character = part.characters[state.rest % size] ?? '';
      state.rest = Math.floor(state.rest / size);
      return character;
    }
    case 'sequence':
      // From the right, so that counting up changes the last characters first.
      return part.parts.reduceRight((text, inner) => generate(inner, state) + text, '');
    case 'choice': {
      const option = part.options[state.rest % part.options.length];
      state.rest = Math.floor(state.rest / part.options.length);
      return option ? generate(option, state) : '';
    }
    case 'repeat': {
      const count = Math.min(part.most, part.least + state.extra);
      let text = '';
      for (let index = 0; index < count; index += 1) text = generate(part.part, state) + text;
      return text;
    }
  }
}

class PatternParser {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  parse(): Part {
    const part = this.#choice();
    if (this.#at < this.#source.length) throw new UnsupportedPattern();
    return part;
  }

  #choice(): Part {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#peek())) {
      if (this.#take('^') || this.#take('$')) continue;
      parts.push(this.#quantified(this.#atom()));
    }
    return { kind: 'sequence', parts };
  }

  #quantified(part: Part): Part {
    const rest = this.#source.slice(this.#at);
    const match = /^(?:([*+?])|\{(\d+)(,(\d*))?\})\??/.exec(rest);
    if (!match) return part;
    this.#at += match[0].length;
    const [, sign, least, comma, most] = match;
    if (sign) return { kind: 'repeat', part, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : 32 };
    const low = Number(least);
    const high = comma === undefined ? low : most ? Number(most) : low + 32;
    return { kind: 'repeat', part, least: low, most: high };
  }

  #atom(): Part {
    const character = this.#next();
    if (character === '(') return this.#group();
    if (character === '[') return this.#set();
    if (character === '.') return { kind: 'set', characters: lower };
    if (character === '\\') return { kind: 'set', characters: this.#escape() };
    return { kind: 'set', characters: character };
  }

  #group(): Part {
    const head = /^\?(?::|<[A-Za-z]\w*>)/.exec(this.#source.slice(this.#at));
    if (head) this.#at += head[0].length;
    else if (this.#peek() === '?') throw new UnsupportedPattern();
    const part = this.#choice();
    if (!this.#take(')')) throw new UnsupportedPattern();
    return part;
  }

  #set(): Part {
    const isNegated = this.#take('^');
    let characters = '';
    while (!this.#take(']')) {
      const from = this.#member();
      if (from.length === 1 && this.#peek() === '-' && this.#source[this.#at + 1] !== ']') {
        this.#at += 1;
        characters += charactersBetween(from, this.#member());
      } else characters += from;
    }
    if (isNegated) characters = [...printable].filter((one) => !characters.includes(one)).join('');
    if (characters === '') throw new UnsupportedPattern();
    return { kind: 'set', characters };
  }

  #member(): string {
    const character = this.#next();
    return character === '\\' ? this.#escape() : character;
  }

  #escape(): string {
    const character = this.#next();
    if (character === 'd') return digits;
    if (character === 'w') return `${lower}${upper}${digits}_`;
    if (character === 's') return ' ';
    if (/[A-Za-z0-9]/.test(character)) throw new UnsupportedPattern();
    return character;
  }

  #peek(): string {
    return this.#source[this.#at] ?? '';
  }

  #next(): string {
    const character = this.#source[this.#at];
    if (character === undefined) throw new UnsupportedPattern();
    this.#at += 1;
    return character;
  }

  #take(expected: string): boolean {
    if (this.#source[this.#at] !== expected) return false;
    this.#at += 1;
    return true;
  }
}

function charactersBetween(from: string, to: string): string {
  let characters = '';
  for (let code = from.charCodeAt(0); code <= to.charCodeAt(0) && characters.length < 256; code += 1)
    characters += String.fromCharCode(code);
  return characters;
}
