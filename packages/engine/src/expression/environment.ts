import { Environment } from '@marcbachmann/cel-js';
import type { ValueType } from './value-type.ts';

/**
 * CEL as workflows have it. Numbers that come from JSON are doubles, as the CEL specification says; so that a person
 * can write `input.amount + 1`, doubles and whole numbers mix in arithmetic and in lists.
 */
const base = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false });

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

for (const [operator, compute] of Object.entries(arithmetic)) {
  const mixed = (left: unknown, right: unknown) => compute(Number(left), Number(right));
  base.registerOperator(`double ${operator} int`, mixed);
  base.registerOperator(`int ${operator} double`, mixed);
  if (operator === '%') base.registerOperator('double % double', mixed);
}

base.registerOperator('double == int', (left: unknown, right: unknown) => Number(left) === Number(right));

/** Evaluates whatever has been checked: types are those of the values. */
export const evaluation = base.clone({ unlistedVariablesAreDyn: true });

/** Names of the functions an expression can call. */
export const functionNames: readonly string[] = [
  ...new Set(base.getDefinitions().functions.map(({ name }) => name)),
];

/** An environment that knows exactly these variables, for checking expressions before a run. */
export function checkingEnvironment(variables: Readonly<Record<string, ValueType>>): Environment {
  const environment = base.clone({ unlistedVariablesAreDyn: false });
  // While running, types are those of the values, and numbers of both kinds are found in any list.
  environment.registerOperator('double in list<int>', () => true);
  environment.registerOperator('int in list<double>', () => true);
  const declare = typeWriter(environment);
  for (const [name, type] of Object.entries(variables)) environment.registerVariable(name, declare(type));
  return environment;
}

/** Writes types in CEL's notation; each kind of object becomes a type of the environment. */
function typeWriter(environment: Environment): (type: ValueType) => string {
  let count = 0;
  const write = (type: ValueType): string => {
    switch (type.kind) {
      case 'text':
        return 'string';
      case 'number':
        return 'double';
      case 'boolean':
        return 'bool';
      case 'null':
        return 'null';
      case 'list':
        return `list<${write(type.of)}>`;
      case 'map':
        return `map<string, ${write(type.of)}>`;
      case 'object':
        return writeObject(type.fields);
      case 'any':
        return 'dyn';
    }
  };
  const writeObject = (fields: Readonly<Record<string, ValueType>>): string => {
    const schema = Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, write(type)]));
    count += 1;
    const name = `Object${count}`;
    environment.registerType({ name, schema });
    return name;
  };
  return write;
}
