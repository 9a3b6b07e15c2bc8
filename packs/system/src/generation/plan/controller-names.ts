import { capitalise, kebabCase } from '../../naming/letter-case.ts';
import type { ControllerComponent } from './system-plan.ts';

export interface ControllerNames {
  readonly className: string;
  readonly file: string;
  /** The type of the messages it answers, and of the operations behind them. */
  readonly commandType: string;
  readonly operationsType: string;
  /** The variable in `main.ts`. */
  readonly variable: string;
}

/** `TaskController` in `src/components/task-controller.ts`, whose messages are `TaskCommand`s. */
export function controllerNames({ name }: ControllerComponent): ControllerNames {
  const className = capitalise(name);
  const stem = className.replace(/Controller$/, '') || className;
  return {
    className,
    file: `src/components/${kebabCase(name)}.ts`,
    commandType: `${stem}Command`,
    operationsType: `${stem}Operations`,
    variable: name,
  };
}
