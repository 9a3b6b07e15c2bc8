import type { Expectation, JsonValue, Scenario, ScenarioStep } from '../../model/scenario.ts';
import { hearingFunction } from './listening-file.ts';
import { renderArguments, renderCall } from './render-call.ts';
import { renderParallel } from './render-parallel.ts';
import { type SavedNames, renderString, renderText, renderValue } from './render-value.ts';

type RequestStep = Extract<ScenarioStep, { kind: 'request' }>;
type ParallelStep = Extract<ScenarioStep, { kind: 'parallel' }>;

export interface RenderedTest {
  readonly code: string;
  /** Functions of test/support/expectations.ts that the code calls. */
  readonly expectations: readonly string[];
  readonly usesAssert: boolean;
  readonly usesConfig: boolean;
}

/** What the code is written against: the variable that sends requests, and how the test gets it. */
export interface TestSetting {
  /** `system` or `api`. */
  readonly client: string;
  /** Lines that make the client, for a test that has one of its own; none when it shares one. */
  readonly opening: readonly string[];
  /** The environment of the system under test, where it needs one. */
  readonly environment?: string;
}

/** `R2, R5 · a task can be completed`, or the title alone. */
export function testName(scenario: Pick<Scenario, 'title' | 'proves'>): string {
  return scenario.proves.length === 0 ? scenario.title : `${scenario.proves.join(', ')} · ${scenario.title}`;
}

/** Lines of code between the steps of a scenario, for what requests in a row cannot say. */
export interface CodeStep {
  readonly kind: 'code';
  readonly lines: (names: SavedNames) => readonly string[];
  readonly expectations: readonly string[];
}

/** The scenario as one `test(...)` call. */
export function renderScenarioTest(
  scenario: Pick<Scenario, 'title' | 'proves'> & { readonly steps: readonly (ScenarioStep | CodeStep)[] },
  setting: TestSetting,
): RenderedTest {
  const writer = new TestWriter(setting, usedNames(scenario.steps, setting.client));
  for (const step of scenario.steps) {
    if (step.kind === 'code') writer.code(step);
    else writer.step(step);
  }
  const takesContext = setting.opening.some((line) => /\bt\b/.test(line));
  const opening = [...setting.opening, ...writer.opening];
  const body = [...(opening.length > 0 ? [opening.join('\n')] : []), ...writer.paragraphs].join('\n\n');
  const code = `test(${renderString(testName(scenario))}, async (${takesContext ? 't' : ''}) => {\n${body}\n});`;
  return {
    code,
    expectations: [...writer.expectations],
    usesAssert: writer.usesAssert,
    usesConfig: writer.usesConfig,
  };
}

class TestWriter {
  readonly paragraphs: string[] = [];
  readonly opening: string[] = [];
  readonly expectations = new Set<string>();
  usesAssert = false;
  usesConfig = false;
  readonly #client: string;
  readonly #environment: string;
  readonly #names: Map<string, string>;
  readonly #taken: Set<string>;
  #isPreparing = false;
  /** The request before, when it only read: what is asked of its answer may go on. */
  #lastRead: { readonly call: string; readonly name: string } | undefined;

  constructor({ client, environment = '{}' }: TestSetting, names: Map<string, string>) {
    this.#client = client;
    this.#environment = environment;
    this.#names = names;
    this.#taken = new Set([...names.values(), client, 't', 'today']);
  }

  step(step: ScenarioStep): void {
    if (step.kind === 'request') return this.#request(step);
    this.#isPreparing = false;
    this.#lastRead = undefined;
    if (step.kind === 'parallel') return this.#parallel(step);
    if (step.kind === 'advance') {
      this.paragraphs.push(`await ${this.#client}.advance(${renderString(durationIso(step.ms))});`);
      return;
    }
    if (step.kind === 'listen') return this.#listen(step);
    if (step.kind === 'carried') {
      const bindings = renderValue(step.bindings, this.#names);
      this.paragraphs.push(`await ${this.#expect('assertCarried')}(${this.#client}, ${bindings});`);
      return;
    }
    if (step.kind === 'restart') {
      this.paragraphs.push(`await ${this.#client}.restart();`);
      return;
    }
    this.usesConfig = true;
    this.paragraphs.push(
      `${this.#expect('assertContains')}(loadConfig(${this.#environment}), ${renderValue(step.expect, this.#names)});`,
    );
  }

  code(step: CodeStep): void {
    const lines = step.lines(this.#names);
    if (lines.some((line) => line.includes('assert.'))) this.usesAssert = true;
    for (const name of step.expectations) this.expectations.add(name);
    this.paragraphs.push(lines.join('\n'));
  }

  #listen({ path, headers, expect, protocols }: Extract<ScenarioStep, { kind: 'listen' }>): void {
    const given = [
      this.#client,
      renderText(path, this.#names),
      renderValue(expect as JsonValue, this.#names),
      ...(headers === undefined ? [] : [renderValue(headers, this.#names)]),
    ];
    const calls = protocols.map(
      (protocol) => `await ${this.#expect(hearingFunction[protocol])}(${given.join(', ')});`,
    );
    this.paragraphs.push(calls.join('\n'));
  }

  #parallel(step: ParallelStep): void {
    const freshName = () => this.#fresh('answers');
    const setting = { freshName, client: this.#client, names: this.#names };
    for (const expectation of ['assertStatuses', 'atOnce']) this.#expect(expectation);
    this.paragraphs.push(renderParallel(step, setting).join('\n'));
  }

  #request(step: RequestStep): void {
    if (JSON.stringify(step).includes('${today}') && this.opening.length === 0) {
      this.#names.set('today', 'today');
      this.opening.push(`const today = await ${this.#expect('currentDay')}();`);
    }
    const saved = Object.entries(step.save ?? {}).filter(([variable]) => this.#names.has(variable));
    if (isCreation(step)) return this.#create(step, saved[0]?.[0]);
    this.#isPreparing = false;
    if (step.eventuallyMs !== undefined) return this.#eventually(step, step.eventuallyMs);
    this.#check(step, saved);
  }

  #check(step: RequestStep, saved: readonly (readonly [string, string])[]): void {
    const before = this.#lastRead;
    const lines = saved.length === 0 && checksOnce(step) ? this.#inline(step) : this.#named(step, saved);
    this.#paragraph(lines.join('\n'), before !== undefined && before.name === this.#lastRead?.name);
  }

  #create(step: RequestStep, saved: string | undefined): void {
    this.#lastRead = undefined;
    const creation = `await ${this.#client}.create(${this.#arguments(step)});`;
    const code = saved === undefined ? creation : `const ${this.#names.get(saved)} = ${creation}`;
    this.#paragraph(code, this.#isPreparing);
    this.#isPreparing = true;
  }

  /** The request and all that is asked of its answer, again and again. */
  #eventually(step: RequestStep, withinMs: number): void {
    this.#lastRead = undefined;
    const lines = checksOnce(step) ? this.#inline(step) : this.#named(step, []);
    this.#lastRead = undefined;
    const body = lines.map((line) => `  ${line}`).join('\n');
    this.paragraphs.push(`await ${this.#expect('eventually')}(${withinMs}, async () => {\n${body}\n});`);
  }

  #paragraph(text: string, continues: boolean): void {
    const last = this.paragraphs.pop();
    if (last !== undefined && continues) this.paragraphs.push(`${last}\n${text}`);
    else this.paragraphs.push(...(last === undefined ? [] : [last]), text);
  }

  #inline(step: RequestStep): string[] {
    this.#lastRead = undefined;
    return [`${this.#expect('assertAnswer')}(await ${this.#call(step)}, ${this.#expectedAnswer(step)});`];
  }

  #named(step: RequestStep, saved: readonly (readonly [string, string])[]): string[] {
    const call = this.#call(step);
    const isSameRead = step.method === 'GET' && this.#lastRead?.call === call;
    const name = isSameRead && this.#lastRead ? this.#lastRead.name : this.#fresh(answerName(step));
    const { expect } = step;
    const lines = isSameRead
      ? []
      : [
          `const ${name} = await ${call};`,
          `${this.#expect('assertAnswer')}(${name}, ${this.#expectedAnswer(step)});`,
        ];
    this.#lastRead = step.method === 'GET' && expect.body === undefined ? { call, name } : undefined;
    for (const [variable, path] of saved) {
      lines.push(
        `const ${this.#names.get(variable)} = ${this.#expect('valueAt')}(${name}.body, ${renderString(path)});`,
      );
    }
    return [...lines, ...this.#headerAssertions(name, expect), ...this.#listAssertions(name, expect)];
  }

  #headerAssertions(name: string, { headers = {} }: Expectation): string[] {
    return Object.entries(headers).map(([header, value]) => {
      this.usesAssert = true;
      return `assert.equal(${name}.headers.get(${renderString(header)}), ${renderText(value, this.#names)});`;
    });
  }

  #listAssertions(name: string, { count, includes, excludes, inOrder }: Expectation): string[] {
    const assertions: readonly (readonly [name: string, expected: JsonValue | undefined])[] = [
      ['assertCount', count],
      ['assertIncludes', includes],
      ['assertExcludes', excludes],
      ['assertInOrder', inOrder],
    ];
    return assertions.flatMap(([assertion, expected]) =>
      expected === undefined
        ? []
        : [`${this.#expect(assertion)}(${name}.body, ${renderValue(expected, this.#names)});`],
    );
  }

  #expectedAnswer({ expect }: RequestStep): string {
    return expect.body === undefined
      ? String(expect.status)
      : `${expect.status}, ${renderValue(expect.body, this.#names)}`;
  }

  #call(step: RequestStep): string {
    return renderCall(step, this.#client, this.#names);
  }

  #arguments(step: RequestStep): string {
    return renderArguments(step, this.#names);
  }

  #expect(name: string): string {
    this.expectations.add(name);
    return name;
  }

  #fresh(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number += 1) name = `${wanted}${number}`;
    this.#taken.add(name);
    return name;
  }
}

/** A request that only prepares what follows: it creates a record, and nothing but its id matters. */
function isCreation({ method, expect, save = {}, headers }: RequestStep): boolean {
  const [path, ...others] = Object.values(save);
  const expectsStatusOnly = Object.keys(expect).length === 1 && expect.status === 201;
  return method === 'POST' && expectsStatusOnly && !headers && path === 'id' && others.length === 0;
}

function checksOnce({ expect }: RequestStep): boolean {
  return (
    expect.count === undefined &&
    expect.includes === undefined &&
    expect.excludes === undefined &&
    expect.inOrder === undefined &&
    Object.keys(expect.headers ?? {}).length === 0
  );
}

function answerName(step: RequestStep): string {
  if (step.expect.includes !== undefined || step.expect.excludes !== undefined) return 'listed';
  if (step.method === 'POST' && step.expect.status === 201) return 'created';
  return { GET: 'found', PATCH: 'changed', PUT: 'changed', DELETE: 'deleted' }[step.method] ?? 'answer';
}

/** Names that a generated test file gives a meaning of its own, and words of the language. */
const reserved = new Set(
  `assert after before test describe loadConfig assertAnswer assertContains assertCount assertExcludes assertIncludes assertInOrder assertCarried assertHeard assertHeardOnSocket assertOpens eventually
   assertStatuses atOnce n currentDay valueAt startInProcess RunningSystem today break case catch class const continue debugger default delete do
   else enum export extends false finally for function if implements import in instanceof interface let new null package
   private protected public return static super switch this throw true try typeof var void while with yield await async
   arguments eval undefined`.split(/\s+/),
);

/** The saved values that something uses, each under a name that is free in the test. */
function usedNames(steps: readonly (ScenarioStep | CodeStep)[], client: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const step of steps) {
    if (step.kind !== 'request') continue;
    for (const variable of Object.keys(step.save ?? {})) {
      const isFree = !reserved.has(variable) && variable !== client && variable !== 't';
      names.set(variable, isFree ? variable : `${variable}Value`);
    }
  }
  if (names.size === 0) return names;
  const requests = JSON.stringify(steps.filter((step) => step.kind !== 'code'));
  const code = steps.flatMap((step) => (step.kind === 'code' ? step.lines(names) : [])).join('\n');
  const isInCode = (name: string) => code !== '' && new RegExp(`\\b${name}\\b`).test(code);
  return new Map(
    [...names].filter(([variable, name]) => requests.includes(`\${${variable}}`) || isInCode(name)),
  );
}

/** `PT90M` for an hour and a half. */
function durationIso(ms: number): string {
  const [unit = 1, letter = 'S'] = [
    [3_600_000, 'H'] as const,
    [60_000, 'M'] as const,
    [1_000, 'S'] as const,
  ].find(([size]) => ms % size === 0) ?? [1_000, 'S'];
  return `PT${ms / unit}${letter}`;
}
