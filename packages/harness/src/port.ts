import { NameError } from './errors.ts';

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

export type PortKind = 'send' | 'receive' | 'request' | 'reply';

/** What a port needs of the system its component is registered with. */
export interface PortHost {
  /** Records a message that could not be handled. */
  deadLetter(port: Port, message: unknown, error: unknown, attempts: number): void;
}

export interface PortOptions {
  /** Name of the message type. Two ports that both name one can only be connected when the names are equal. */
  readonly type?: string;
}

/** What all ports have in common. Components declare ports with `receives`, `sends`, `requests` and `replies`. */
export abstract class Port {
  abstract readonly kind: PortKind;
  readonly component: string;
  readonly name: string;
  readonly type: string | undefined;
  /** @internal */
  host: PortHost | undefined;

  /** @internal */
  constructor(component: string, name: string, options: PortOptions) {
    this.component = component;
    this.name = checkName(name, `port of component "${component}"`);
    this.type = options.type;
  }

  /** The port as it is named in bindings, messages and metrics: `component.port`. */
  get path(): string {
    return `${this.component}.${this.name}`;
  }
}

/** The name itself, when it may name a component or port. */
export function checkName(name: string, what: string): string {
  if (typeof name === 'string' && NAME.test(name)) return name;
  throw new NameError(
    `"${name}" cannot name a ${what}: expected letters, digits, "-" or "_", starting with a letter.`,
  );
}
