import type { FunctionSignature } from './function-signature.ts';

/** Further functions of days, instants and durations. */
export const timeFunctions: readonly FunctionSignature[] = [
  {
    name: 'timestamp',
    parameters: ['text'],
    result: 'datetime or null',
    as: 'parseInstant',
    summary: 'The instant that a text is; `null` when it is none.',
  },
  {
    name: 'date',
    parameters: ['text'],
    result: 'date or null',
    as: 'parseDay',
    summary: 'The day that a text is; `null` when it is none.',
  },
  {
    name: 'addMonths',
    parameters: ['date', 'integer'],
    result: 'date',
    as: 'addMonths',
    summary: 'The same day so many months later, or the last one of a shorter month.',
  },
  {
    name: 'addMonths',
    parameters: ['datetime', 'integer'],
    result: 'datetime',
    as: 'addMonthsTo',
    summary: 'The same time so many months later.',
  },
  {
    name: 'window',
    parameters: ['datetime', 'duration'],
    result: 'datetime',
    summary: 'The beginning of the stretch of time (counted from 1970, UTC) that an instant lies in.',
  },
  {
    name: 'getDays',
    isMethod: true,
    parameters: ['duration'],
    result: 'integer',
    summary: 'The whole days of a duration.',
  },
  {
    name: 'getHours',
    isMethod: true,
    parameters: ['duration'],
    result: 'integer',
    as: 'durationHours',
    summary: 'The whole hours of a duration.',
  },
  {
    name: 'getMinutes',
    isMethod: true,
    parameters: ['duration'],
    result: 'integer',
    as: 'durationMinutes',
    summary: 'The whole minutes of a duration.',
  },
  {
    name: 'getSeconds',
    isMethod: true,
    parameters: ['duration'],
    result: 'integer',
    summary: 'The whole seconds of a duration.',
  },
];
