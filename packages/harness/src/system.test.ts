import { expect, test } from 'vitest';
import { HarnessComponent, SystemExecutionHarness, createJsonLog } from './index.ts';

class Source extends HarnessComponent {
  readonly out = this.sends<number>('out');
  readonly store = this.requests<number, string>('store');
  readonly #n: number;
  constructor(n: number) {
    super('source');
    this.#n = n;
  }
  override async process() {
    for (let i = 0; i < this.#n; i++) await this.out.send(i);
    expect(await this.store.request(5)).toBe('#5');
  }
}
class Transform extends HarnessComponent {
  readonly in = this.receives<number>('in');
  readonly out = this.sends<number>('out');
  constructor() {
    super('transform');
  }
  override async process() {
    for await (const x of this.in) await this.out.send(x * 2);
  }
}
class Sink extends HarnessComponent {
  readonly in = this.receives<number>('in');
  readonly commands = this.replies<number, string>('commands', (n) => `#${n}`);
  sum = 0;
  count = 0;
  constructor() {
    super('sink');
  }
  override process() {
    return this.in.forEach((x) => {
      this.sum += x;
      this.count++;
    });
  }
}
test('smoke', async () => {
  const s = new SystemExecutionHarness({ name: 's', log: createJsonLog({ level: 'silent' }) });
  const source = s.register(new Source(1000)),
    t = s.register(new Transform()),
    sink = s.register(new Sink());
  s.connect(source.out, t.in);
  s.connect(t.out, sink.in, { buffer: 8 });
  s.connect(source.store, sink.commands);
  await s.start();
  await s.finished;
  expect(sink.count).toBe(1000);
  expect(await s.stop()).toMatchObject({ isClean: true });
});
