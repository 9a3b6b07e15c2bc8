/** A system of its own process: counts up on standard output until it is stopped, in the manner the argument names. */
import {
  type ComponentContext,
  createJsonLog,
  HarnessComponent,
  sleep,
  SystemExecutionHarness,
  systemClock,
} from './index.ts';

const manner = process.argv[2] ?? 'endless';

class Counter extends HarnessComponent {
  readonly out = this.sends<number>('out');

  override setup(): void {
    if (manner === 'broken-setup') throw new Error('no such database');
  }

  override async process({ signal }: ComponentContext): Promise<void> {
    const end = manner === 'finite' || manner === 'unread' ? 5 : Number.POSITIVE_INFINITY;
    let value = 0;
    for (; value < end && !signal.aborted; value += 1) {
      await this.out.send(value);
      await sleep(systemClock, 1, signal);
    }
    process.stdout.write(`sent ${value}\n`);
  }
}

class Printer extends HarnessComponent {
  readonly in = this.receives<number>('in', { buffer: 1000 });

  override async process(): Promise<void> {
    await this.in.forEach(async (value) => {
      await sleep(systemClock, manner === 'stuck' ? 1_000_000 : 5);
      process.stdout.write(`printed ${value}\n`);
    });
    if (manner === 'leak') setInterval(() => {}, 1000);
  }
}

const system = new SystemExecutionHarness({
  name: 'counting',
  shutdownDeadlineMs: manner === 'stuck' ? 100 : 20_000,
  log:
    manner === 'unread'
      ? createJsonLog()
      : createJsonLog({ write: (line) => process.stderr.write(`${line}\n`) }),
});
const counter = system.register(new Counter('counter'));
const printer = system.register(new Printer('printer'));
system.connect(counter.out, printer.in);
if (manner === 'crash') setTimeout(() => void Promise.reject(new Error('stray')), 50);
await system.run();
