import { expect, test } from 'vitest';
import { createSystem } from './components.fixture.ts';
import { HarnessComponent } from './index.ts';

interface Animal {
  readonly name: string;
}
interface Dog extends Animal {
  readonly breed: string;
}

class Kennel extends HarnessComponent {
  readonly dogs = this.sends<Dog>('dogs', { type: 'Dog' });
  readonly animals = this.sends<Animal>('animals');
  readonly ask = this.requests<Dog, Animal>('ask');
}

class Vet extends HarnessComponent {
  readonly patients = this.receives<Animal>('patients');
  readonly barking = this.receives<Dog>('barking', { type: 'Wolf' });
  readonly examine = this.replies<Animal, Dog>('examine', (animal) => ({ ...animal, breed: 'unknown' }));
  readonly walk = this.replies<Dog, string>('walk', ({ name }) => name);
  readonly catsOnly = this.replies<Dog & { readonly claws: number }, Dog>('cats-only', (dog) => dog);
}

function registered() {
  const system = createSystem();
  return { system, kennel: system.register(new Kennel('kennel')), vet: system.register(new Vet('vet')) };
}

test('ports whose messages fit can be connected', () => {
  const { system, kennel, vet } = registered();
  system.connect(kennel.dogs, vet.patients, { when: (dog) => dog.breed !== '' });
  system.connect(kennel.animals, vet.patients);
  system.connect(kennel.ask, vet.examine, { when: ({ breed }) => breed !== '', timeoutMs: 10 });
  expect(system.metrics()).toContain('harness_queue_depth{binding="kennel.dogs->vet.patients"} 0');
});

test('what does not fit does not compile; at run time, pairs of other kinds are refused with both ports named', () => {
  const { system, kennel, vet } = registered();
  const refused = (call: () => void, ...names: string[]) => {
    const pattern = new RegExp(names.join('.*'));
    expect(call).toThrow(
      expect.objectContaining({ code: 'incompatible-ports', message: expect.stringMatching(pattern) }),
    );
  };
  // @ts-expect-error an animal may not be a dog; only the compiler can tell
  system.connect(kennel.animals, vet.barking);
  // @ts-expect-error the reply is a string where an animal is expected; only the compiler can tell
  system.connect(kennel.ask, vet.walk);
  // @ts-expect-error the handler needs more than a dog; only the compiler can tell
  system.connect(kennel.ask, vet.catsOnly);
  // @ts-expect-error a stream cannot be answered
  refused(() => system.connect(kennel.dogs, vet.walk), 'kennel.dogs', 'vet.walk');
  // @ts-expect-error a request needs an answer
  refused(() => system.connect(kennel.ask, vet.patients), 'kennel.ask', 'vet.patients');
  // @ts-expect-error the wrong way round
  refused(() => system.connect(vet.patients, kennel.dogs), 'vet.patients', 'kennel.dogs');
  // @ts-expect-error two senders
  refused(() => system.connect(kennel.dogs, kennel.dogs), 'kennel.dogs', 'kennel.dogs');
  // @ts-expect-error not a port
  refused(() => system.connect(kennel.dogs, undefined), 'kennel.dogs', 'undefined');
  // @ts-expect-error the condition is about another message
  system.connect(kennel.dogs, vet.patients, { when: (cat: { readonly claws: number }) => cat.claws > 0 });
  refused(() => system.connect(kennel.dogs, vet.barking), 'kennel.dogs', 'vet.barking', 'Dog', 'Wolf');
});

test('ports of components that are not registered are refused', () => {
  const { system, kennel } = registered();
  const stranger = new Vet('stranger');
  expect(() => system.connect(kennel.dogs, stranger.patients)).toThrow(
    expect.objectContaining({
      code: 'incompatible-ports',
      message: expect.stringContaining('stranger.patients'),
    }),
  );
  const impostor = new Vet('vet');
  expect(() => system.connect(kennel.dogs, impostor.patients)).toThrow(
    expect.objectContaining({ code: 'incompatible-ports' }),
  );
});
