import type { Surroundings } from './form.ts';

export const SECTIONS: readonly (readonly [RegExp, Surroundings['expects']])[] = [
  [
    /^(?:the )?(?:main |key |core |functional )?(?:features?|functions?|functionality|capabilities|user stories|operations|actions|use cases|what (?:it|we|users) (?:should|can|need)[\w ]*|endpoints?|functional requirements|requirements|must have|api)$/,
    'features',
  ],
  [
    /^(?:the )?(?:entities|data model|data|models?|domain(?: model)?|records|objects|resources|kinds of records?|things we (?:keep|track)|tables?|what we (?:keep|store|track))$/,
    'entities',
  ],
  [/^(?:fields|attributes|properties|columns|data fields)$/, 'fields'],
  [/^(?:the )?(?:states?|statuses|status|life ?cycle|workflow|stages)$/, 'states'],
];

export const PLAIN_SECTION =
  /^(?:overview|introduction|intro|background|summary|description|about|goals?|purpose|context|rules?|business rules|constraints|validation|notes?|storage|persistence|technical|technical requirements|technical details|non-?functional(?: requirements)?|tech(?:nology)?|technology|deployment|infrastructure|hosting|setup|configuration|interfaces?|http|rest api|relations(?:hips)?|associations|scope|out of scope|not needed|later|nice to have|future|other|misc|miscellaneous|general|details|users?|roles?|security|access|examples?|thanks?|contact|the brief|brief|request|specification|spec|project|project brief|limits|defaults|queries|filters|searching|listing|lists|reports?|statistics|remarks|additional(?: \w+)?|extras?|questions?|assumptions?)$/;

/** What a section of that name holds; nothing when the words name no section. */
export function sectionOf(text: string): Surroundings['expects'] | 'plain' | undefined {
  const found = SECTIONS.find(([pattern]) => pattern.test(text))?.[1];
  return found ?? (PLAIN_SECTION.test(text) ? 'plain' : undefined);
}
