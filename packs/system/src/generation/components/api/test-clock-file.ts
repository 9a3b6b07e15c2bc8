import { SourceFile } from '../../code/source-file.ts';
import { clockFile } from '../root/clock-file.ts';
import { answerFile, bodyFile, testClockFile } from './api-files.ts';

/** `src/http/test-clock-routes.ts`: how tests move a clock that stands still. */
export function renderTestClockFile(): SourceFile {
  const file = new SourceFile(testClockFile);
  file.imports.value('hono', 'Hono');
  file.imports.value('zod', 'z');
  file.imports.type(clockFile, 'Clock');
  file.imports.value(answerFile, 'answer');
  file.imports.value(bodyFile, 'readBody');
  return file
    .add(`
const DURATION = /^P(?=.)(?:(\\d+)D)?(?:T(?=.)(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+(?:\\.\\d+)?)S)?)?$/;

/** Milliseconds of a duration such as \`P1DT2H30M\`. */
const duration = z.string().regex(DURATION, 'Expected a duration such as PT1H').transform(millisecondsOf);

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** By how much the clock moves, or where it moves to. */
const movement = z.union([
  z.strictObject({ advance: duration }),
  z.strictObject({ now: instant }),
]);`)
    .add(`
/** For tests, and only while the clock stands still: \`{ "advance": "PT1H" }\` or \`{ "now": "2030-01-15T12:00:00Z" }\`. */
export function testClockRoutes(clock: Clock): Hono {
  const routes = new Hono();
  const tell = () => answer(200, { now: new Date(clock.now()).toISOString() });

  routes.get('/test-clock', tell);

  routes.post('/test-clock', async (c) => {
    const to = await readBody(c, movement);
    await clock.moveTo('now' in to ? to.now : clock.now() + to.advance);
    return tell();
  });

  return routes;
}`)
    .add(`
function millisecondsOf(text: string): number {
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = (DURATION.exec(text) ?? [])
    .slice(1)
    .map((amount) => Number(amount ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}`);
}
