import { Delivery } from './delivery.ts';
import { type DeliveryOptions, deliveryPorts } from './delivery-options.ts';

/**
 * Delivers the events of all runs in a store through an outlet, from where it left off, until closed. Each run's
 * events come in order and at least once; runs never wait for them. Close the delivery before the store.
 */
export async function deliverEvents(options: DeliveryOptions): Promise<Delivery> {
  const { store, name, engine, past = false } = options;
  await store.outlets.add(name, past);
  return new Delivery(deliveryPorts(options), engine);
}
