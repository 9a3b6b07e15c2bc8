import { z } from 'zod';
import type { Component, SystemModel } from '../model/system.ts';

/** What a generator of components gets: one component, and the whole system it is part of. */
export interface ComponentRequest {
  readonly model: SystemModel;
  readonly component: Component;
}

/** The model has been checked while it was lowered; here only its outline is looked at. */
export const componentRequestSchema = z.custom<ComponentRequest>(
  (value) =>
    isRecord(value) &&
    isRecord(value['component']) &&
    typeof value['component']['kind'] === 'string' &&
    isRecord(value['model']) &&
    Array.isArray(value['model']['components']),
  'expected { model, component }',
);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
