import { readFileSync } from 'node:fs';
import { defineTemplate, type Template } from '@millwright/factory';

/** Blueprints to start from. Each is a file of its own beside this one. */
export function systemTemplates(): readonly Template[] {
  return [
    template('task-list', 'Task list', 'Projects and tasks that are completed and reopened.'),
    template('bookings', 'Bookings', 'Rooms that are never booked twice at the same time.'),
    template('accounts', 'Accounts', 'Sign-up, log-in, and notes that nobody else sees.'),
    template('order-flow', 'Order flow', 'Reminders after a day, and signed webhooks to subscribers.'),
  ];
}

function template(name: string, title: string, description: string): Template {
  return defineTemplate({
    name: `system/${name}`,
    title,
    description,
    get request() {
      return readFileSync(new URL(`templates/${name}.yaml`, import.meta.url), 'utf8');
    },
  });
}
