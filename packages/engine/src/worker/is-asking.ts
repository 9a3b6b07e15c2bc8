import type { Store } from '../store/store.ts';

const pageSize = 1_000;

/** Whether a stage waits for an answer, told from the run's events alone. */
export async function isAsking(store: Store, runId: string, stage: string): Promise<boolean> {
  let isAsking = false;
  for (let after = 0; ; ) {
    const events = await store.readEvents(runId, { after, limit: pageSize });
    for (const event of events) {
      if (!('stage' in event) || event.stage !== stage) continue;
      if (event.type === 'stage.waiting') isAsking = event.on.kind === 'answer';
      else if (endsQuestion.has(event.type)) isAsking = false;
    }
    const last = events.at(-1);
    if (last === undefined) return isAsking;
    after = last.n;
  }
}

const endsQuestion = new Set(['stage.answered', 'stage.failed', 'stage.cancelled', 'stage.succeeded']);
