import type { SystemModel } from '../../model/system.ts';
import type { Operation } from '../../model/operation.ts';
import { ownCallsIn } from '../../expression/own-calls.ts';
import { slotFile } from '../../model/slot-file.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';
import { operationScenarios, type OperationScenarios } from './operation-scenarios.ts';

/** A function that is written by hand is proven by an operation that calls it. */
export function slotScenarios(derivation: Derivation, name: string): OperationScenarios {
  const { model } = derivation;
  const slot = model.slots?.find((one) => one.name === name);
  if (slot?.code === undefined) throw new Underivable(`${slotFile(name)} is not written yet`);
  const caller = callerOf(model, name);
  if (caller === undefined) throw new Underivable('no operation calls it');
  return operationScenarios(derivation, caller.name);
}

function callerOf({ operations }: SystemModel, name: string): Operation | undefined {
  return operations.find((operation) => ownCallsIn(operation).some((call) => call.name === name));
}
