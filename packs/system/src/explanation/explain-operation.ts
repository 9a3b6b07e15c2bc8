import type { Field } from '../model/field.ts';
import { bodyTypes } from '../model/patch-types.ts';
import { joinAnd } from './phrases.ts';
import { headerName } from '../model/header-name.ts';
import { explainFieldType } from './explain-field-type.ts';
import type { Operation } from '../model/operation.ts';
import type { SystemModel } from '../model/system.ts';
import { pathTemplate } from '../lowering/http-binding.ts';
import { pagedList } from '../lowering/steps/whole-lists.ts';
import { explainOpenness, explainRate } from './explain-access.ts';
import { explainAnswer } from './explain-answer.ts';
import { explainFieldNames, explainLimits } from './explain-field.ts';
import { explainSteps } from './explain-steps.ts';
import type { OperationExplanation, Point } from './explanation.ts';

type PointsOf = (operation: Operation, model: SystemModel) => readonly Point[];
const elsewhere: PointsOf = () => [];

/** An option of an operation that nobody explains is a type error here. */
const options: { readonly [Option in keyof Operation]-?: PointsOf } = {
  name: elsewhere,
  summary: elsewhere,
  origin: elsewhere,
  answers: elsewhere,
  entity: elsewhere,
  http: elsewhere,
  isPartial: elsewhere,
  steps: elsewhere,
  answer: elsewhere,
  upload: ({ upload }) =>
    upload === undefined
      ? []
      : [
          {
            text: `body: a file, raw or in a form: ${explainLimits(upload)}`,
            refusals: [
              { status: 413, code: 'body_too_large', when: 'it is larger' },
              {
                status: 415,
                code: 'unsupported_media_type',
                when: 'it is of another type, by its header or by its bytes',
              },
            ],
          },
        ],
  isListInput: elsewhere,
  input: ({ input, isPartial, isListInput, upload }) =>
    input.length === 0 || upload !== undefined
      ? []
      : [{ text: `body: ${isListInput === true ? 'a list' : explainFieldNames(input, isPartial)}` }],
  path: ({ path = [] }) =>
    path.length === 0 ? [] : [{ text: `path: ${path.map(explainTyped).join(', ')}` }],
  patch: ({ patch, ...operation }) =>
    patch === undefined
      ? []
      : [
          {
            text: `the body says what changes as ${bodyTypes({ ...operation, patch }).join(', ')}`,
            refusals: [
              { status: 415, code: 'unsupported_media_type', when: 'it is of another type' },
              ...(patch.accepts.includes('json-patch') ? patchRefusals : []),
            ],
          },
        ],
  query: explainQuery,
  selection: ({ selection }) =>
    selection === undefined
      ? []
      : [{ text: `fields: which of ${joinAnd(selection.fields)} are answered, with commas between them` }],
  headers: ({ headers = [] }) =>
    headers.length === 0 ? [] : [{ text: `headers: ${explainFieldNames(headers.map(asHeader), false)}` }],
  access: ({ access }) => explainOpenness(access),
  rate: ({ rate }) => explainRate(rate),
  signature: ({ signature }) =>
    signature === undefined
      ? []
      : [
          {
            text: `signed with ${signature.setting}, in the header ${signature.rule.header} (${signature.rule.scheme})`,
            refusals: [{ status: 401, code: 'invalid_signature', when: 'it is not, or too long ago' }],
          },
        ],
  idempotency: ({ idempotency }) =>
    idempotency === undefined
      ? []
      : [
          {
            text: `Idempotency-Key${idempotency.isRequired ? '' : ', optional'}: a request with the key of one before gets its answer again, for a day`,
            refusals: [
              ...(idempotency.isRequired ? [{ status: 400, code: 'idempotency_key_required' }] : []),
              { status: 422, code: 'idempotency_key_reused', when: 'the other request was not the same' },
            ],
          },
        ],
  precondition: ({ precondition }) =>
    precondition === undefined
      ? []
      : [
          {
            text: `If-Match${precondition.isRequired ? '' : ', optional'}: the version of the ${precondition.variable}`,
            refusals: [
              { status: 412, code: 'precondition_failed' },
              ...(precondition.isRequired ? [{ status: 428, code: 'precondition_required' }] : []),
            ],
          },
        ],
};

const patchRefusals = [
  { status: 400, code: 'invalid_patch' },
  { status: 409, code: 'patch_test_failed' },
  { status: 422, code: 'patch_target_missing' },
];

function explainTyped({ name, type }: Field): string {
  return `${name}, ${explainFieldType(type)}`;
}

function asHeader(field: Field): Field {
  return { ...field, name: headerName(field.name) };
}

/** One operation: what it takes, what it does step by step, what it answers and how it refuses. */
export function explainOperation(operation: Operation, model: SystemModel): OperationExplanation {
  const { name, summary, origin, http } = operation;
  return {
    name,
    method: http.method,
    path: `${model.http.prefix}${pathTemplate(http.path)}`,
    summary,
    origin,
    takes: Object.values(options).flatMap((explain) => explain(operation, model)),
    does: explainSteps(operation.steps, model, operation.isPartial),
    answers: explainAnswer(operation),
  };
}

function explainQuery(operation: Operation): readonly Point[] {
  const list = pagedList(operation.steps, operation.answer);
  const place = list?.paging ?? 'offset';
  const paging = list === undefined ? [] : ['limit', place, 'sort'];
  const filters = list?.filters.map(({ parameter }) => parameter) ?? [];
  const own = operation.query.filter(({ name }) => !paging.includes(name) && !filters.includes(name));
  return [
    ...(own.length === 0 ? [] : [{ text: `query: ${explainFieldNames(own, false)}` }]),
    ...(list === undefined
      ? []
      : [
          {
            text: `pages: limit (${list.limit.standard}, at most ${list.limit.maximum}), ${place}; sort by ${list.sortable.join(', ')}`,
          },
        ]),
    ...(filters.length === 0 ? [] : [{ text: `filters: ${filters.join(', ')}` }]),
  ];
}
