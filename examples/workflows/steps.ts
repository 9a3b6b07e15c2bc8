import { TerminalError } from '@millwright/engine';
import { defineStep } from '@millwright/engine/workflow';
import { z } from 'zod';

/**
 * The step kinds of a small shop, as a pack would bring them. Names of what they make come from the idempotency key, so
 * that doing a step twice makes one thing.
 */
const nameFrom = (prefix: string, key: string): string => `${prefix}-${key.slice(-12).replaceAll(/\W/g, '')}`;

const priceStep = defineStep({
  name: 'shop.price',
  description: 'Tells the price of a product; busy for the first attempts.',
  input: z.object({ product: z.string(), failures: z.int() }),
  output: z.object({ price: z.number(), from: z.string() }),
  run: ({ input, attempt }) => {
    if (attempt <= input.failures) {
      throw Object.assign(new Error(`the price service is busy (attempt ${attempt})`), { code: 'busy' });
    }
    return { price: input.product.length * 1.5, from: 'today' };
  },
});

const reserveStep = defineStep({
  name: 'shop.reserve',
  description: 'Sets goods aside.',
  input: z.object({ item: z.string() }),
  output: z.object({ reservation: z.string() }),
  run: ({ input, idempotencyKey, log }) => {
    log('info', `reserved ${input.item}`);
    return { reservation: nameFrom('res', idempotencyKey) };
  },
});

const releaseStep = defineStep({
  name: 'shop.release',
  description: 'Makes goods free that were set aside.',
  input: z.object({ reservation: z.string() }),
  run: ({ input, log }) => {
    log('info', `released ${input.reservation}`);
    return null;
  },
});

const chargeStep = defineStep({
  name: 'shop.charge',
  description: 'Takes money.',
  input: z.object({ amount: z.number().positive() }),
  output: z.object({ payment: z.string() }),
  run: ({ input, idempotencyKey, log }) => {
    log('info', `charged ${input.amount}`);
    return { payment: nameFrom('pay', idempotencyKey) };
  },
});

const refundStep = defineStep({
  name: 'shop.refund',
  description: 'Gives money back.',
  input: z.object({ payment: z.string() }),
  run: ({ input, log }) => {
    log('info', `refunded ${input.payment}`);
    return null;
  },
});

const shipStep = defineStep({
  name: 'shop.ship',
  description: 'Hands goods to the carrier.',
  input: z.object({ reservation: z.string() }),
  output: z.object({ tracking: z.string() }),
  run: ({ input, idempotencyKey }) => {
    if (input.reservation === '')
      throw new TerminalError('nothing is reserved', { code: 'nothing_reserved' });
    return { tracking: nameFrom('trk', idempotencyKey) };
  },
});

export const steps = [priceStep, reserveStep, releaseStep, chargeStep, refundStep, shipStep];
