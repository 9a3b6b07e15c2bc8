import type { Assignment } from '../model/operation.ts';
import type { Point } from './explanation.ts';

/** What is written into which field, one line each. */
export function explainAssignments(
  assignments: readonly Assignment[],
  fromInput: boolean = false,
): readonly Point[] {
  return [
    ...(fromInput ? [{ text: 'the fields of the body that it has' }] : []),
    ...assignments.map(({ field, value }) => ({ text: `${field} = ${value.source}` })),
  ];
}

/** `points` only when there are any. */
export function withPoints(point: Point, points: readonly Point[]): Point {
  return points.length === 0 ? point : { ...point, points };
}
