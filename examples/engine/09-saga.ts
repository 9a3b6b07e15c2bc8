// 9. A saga with compensation and approval: a journey is booked step by step, a person decides, and when they say no,
// what was booked is undone in reverse order. All of it survives any crash, the undoing too.
import { createEngine, definePipeline, openStore, TerminalError, type } from '@millwright/engine';
import { z } from 'zod';

const pipeline = definePipeline({ name: 'journey', version: '1', input: type<{ to: string }>() });

const flight = pipeline.stage('flight', {
  // The key is the same for every attempt: the airline can tell a repetition from a second booking.
  run: ({ input, idempotencyKey }) => ({ booking: `flight to ${input.to}`, key: idempotencyKey }),
  compensate: ({ output }) => console.log(`cancelled: ${output.booking}`),
});
const hotel = pipeline.stage('hotel', {
  needs: { flight },
  run: ({ input }) => ({ booking: `hotel in ${input.to}` }),
  compensate: ({ output }) => console.log(`cancelled: ${output.booking}`),
});
const approval = pipeline.approval('approval', {
  needs: { flight, hotel },
  prompt: ({ needs }) => ({ question: 'Pay?', bookings: [needs.flight.booking, needs.hotel.booking] }),
  answer: z.object({ pay: z.boolean(), reason: z.string().default('') }),
});
const payment = pipeline.stage('payment', {
  needs: { approval },
  run: ({ needs }) => {
    // Nothing can help: the run fails, and is compensated. Any other error would be retried, or pause the run.
    if (!needs.approval.pay) throw new TerminalError(needs.approval.reason, { code: 'not_approved' });
    return 'paid';
  },
});
const journey = pipeline.output(payment);

const engine = createEngine({ store: openStore(':memory:'), pipelines: [journey] });

for (const answer of [{ pay: true }, { pay: false, reason: 'too far' }]) {
  const run = await engine.start(journey, { to: 'Lisbon' });
  for await (const event of run.events()) if (event.type === 'stage.waiting') break;
  // In life this comes from elsewhere, hours later: `millwright runs approve`, or another process.
  await engine.answer(run.id, 'approval', answer, { by: 'the boss' });
  console.log(await run.result().catch((error: { message: string }) => error.message.replace(run.id, 'it')));
}
await engine.close();

// Prints:
// paid
// cancelled: hotel in Lisbon
// cancelled: flight to Lisbon
// Run it failed: too far
