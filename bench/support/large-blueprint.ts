/** A blueprint with as many entities as asked for, of the shapes real ones have: references, enums, states, unique codes. */
export function largeBlueprint(entities: number): string {
  const names = Array.from({ length: entities }, (_, index) => entityName(index));
  return [
    'millwright: 1',
    `name: large-${entities}`,
    'storage: sqlite',
    'entities:',
    ...names.flatMap((name, index) => entity(name, names[index - 1])),
    '',
  ].join('\n');
}

/** Mill, Loom, Forge, MillPart … without digits, as people name things. */
function entityName(index: number): string {
  const nouns = ['Mill', 'Loom', 'Forge', 'Kiln', 'Press', 'Lathe', 'Saw', 'Crane', 'Wagon', 'Depot'];
  const parts = ['', 'Part', 'Order', 'Check', 'Visit', 'Report', 'Plan', 'Note', 'Shift', 'Label'];
  return `${nouns[index % nouns.length]}${parts[Math.floor(index / nouns.length)]}`;
}

function entity(name: string, previous: string | undefined): readonly string[] {
  return [
    `  ${name}:`,
    '    fields:',
    '      code: text 2..20 unique',
    '      title: text 1..200',
    '      quantity: integer 0..1000 = 1',
    '      price: money? 0..',
    '      kind: small | medium | large = medium',
    '      dueOn: date?',
    '      isUrgent: boolean = false',
    ...(previous === undefined
      ? []
      : [`      ${previous[0]?.toLowerCase()}${previous.slice(1)}: ${previous}?`]),
    '    states:',
    '      values: [planned, running, finished]',
    '      actions:',
    '        start: planned -> running',
    '        finish: running -> finished',
  ];
}
