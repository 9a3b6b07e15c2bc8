/**
 * How an expression of another language would be written in CEL: what people and language models bring along from JavaScript,
 * Python, SQL and templates. Only a proposal: whoever calls it checks whether the result means anything.
 */
export function respellExpression(source: string, context: RespellingContext): string {
  const texts: string[] = [];
  // Texts are kept apart, so that no rule looks into them.
  const bare = source.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, (text) => {
    texts.push(text);
    return `‹${texts.length - 1}›`;
  });
  const respelled = [...rules, ...wordRules(context)].reduce(
    (text, [pattern, replacement]) => text.replaceAll(pattern, replacement),
    bare,
  );
  return respelled.replaceAll(/‹(\d+)›/g, (_, index: string) => texts[Number(index)] ?? '').trim();
}

export interface RespellingContext {
  readonly variables: ReadonlySet<string>;
  /** Values of enums: bare words that stand for text. */
  readonly values: ReadonlySet<string>;
  /** Fields of the record that a `where` speaks of. */
  readonly recordFields: ReadonlySet<string>;
}

type Rule = readonly [RegExp, string];

const path = String.raw`([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)`;

const rules: readonly Rule[] = [
  // Templates and requests.
  [/\$\{([^{}]*)\}|\{\{([^{}]*)\}\}/g, '$1$2'],
  [/\$(?=[A-Za-z])/g, ''],
  [/\b(?:req|request|ctx)\.(?=body|params|query|headers)/g, ''],
  [/\b(?:body|payload|data)\./g, 'input.'],
  [/\bparams\./g, 'path.'],
  // Operators.
  [/===/g, '=='],
  [/!==/g, '!='],
  [/<>/g, '!='],
  [/(?<![=!<>])=(?![=>])/g, '=='],
  [/\bis not null\b|\bis not none\b/gi, '!= null'],
  [/\bis null\b|\bis none\b/gi, '== null'],
  [/\b(?:nil|None|NULL|undefined)\b/g, 'null'],
  [/\b(?:True|TRUE)\b/g, 'true'],
  [/\b(?:False|FALSE)\b/g, 'false'],
  [/\s+not in\s+(\S+)/gi, ' in $1 == false'],
  [/\band\b/gi, '&&'],
  [/\bor\b/gi, '||'],
  [/\bnot\s*(?=\()/gi, '!'],
  [/\bnot\s+/gi, '!'],
  [/\bin\s+\(([^()]*)\)/g, 'in [$1]'],
  [new RegExp(`${path}\\s+between\\s+(\\S+)\\s+&&\\s+(\\S+)`, 'g'), '$1 >= $2 && $1 <= $3'],
  [new RegExp(`${path}\\s*\\?\\?\\s*(\\S+)`, 'g'), '($1 != null ? $1 : $2)'],
  [/\?\.(?=[A-Za-z])/g, '.'],
  // Lists and texts.
  [/\.(?:some|any)\(/g, '.exists('],
  [/\.every\(/g, '.all('],
  [/\(\(?(\w+)\)?\s*=>\s*/g, '($1, '],
  [new RegExp(`\\b(?:len|length|count)\\(`, 'g'), 'size('],
  [new RegExp(`${path}\\.(?:length|size|count)\\b(?:\\(\\))?`, 'g'), 'size($1)'],
  [new RegExp(`${path}\\.(?:includes|contains)\\(([^()]*)\\)`, 'g'), '$2 in $1'],
  [new RegExp(`\\bcontains\\(${path},\\s*([^()]*)\\)`, 'g'), '$2 in $1'],
  [/\.(?:toLowerCase|toLower|lower|downcase)\(\)/g, '.lowerAscii()'],
  [/\.(?:toUpperCase|toUpper|upper|upcase)\(\)/g, '.upperAscii()'],
  [new RegExp(`\\b(?:lower|toLower|toLowerCase)\\(${path}\\)`, 'gi'), '$1.lowerAscii()'],
  [new RegExp(`\\b(?:upper|toUpper|toUpperCase)\\(${path}\\)`, 'gi'), '$1.upperAscii()'],
  [/\.strip\(\)/g, '.trim()'],
  // Time.
  [/\b(?:Date\.)?now\(\)|\bCURRENT_TIMESTAMP\b/gi, 'now'],
  [/\b(?:today|current_date)\(\)|\bCURRENT_DATE\b/gi, 'today'],
  [/\b(now|today)\s*([+-])\s*(\d+)\b(?!\s*[*.])/g, '$1 $2 days($3)'],
  [/\.(?:year|getYear\(\))/g, '.getFullYear()'],
  [/\bMath\.(?=(?:min|max|abs|round|floor|ceil)\b)/g, ''],
];

/** Rules that depend on what exists where the expression stands. */
function wordRules({ variables, values, recordFields }: RespellingContext): readonly Rule[] {
  const isFree = (word: string) => !variables.has(word) && /^[A-Za-z]\w*$/.test(word);
  return [
    ...[...values]
      .filter(isFree)
      .map((value): Rule => [new RegExp(`(?<=(?:[!=]=|[[,])\\s*)${value}\\b(?![.(])`, 'g'), `'${value}'`]),
    ...[...recordFields]
      .filter(isFree)
      .map((field): Rule => [new RegExp(`(?<![.\\w'])${field}\\b(?!\\s*[(:'])`, 'g'), `record.${field}`]),
    ...(variables.has('record') ? [] : [...variables].filter(isEntityLike))
      .slice(0, 1)
      .map((variable): Rule => [/\b(?:self|this|record)(?=\.)/g, variable]),
  ];
}

const given: ReadonlySet<string> = new Set([
  'input',
  'path',
  'query',
  'headers',
  'now',
  'today',
  'actor',
  'config',
]);

function isEntityLike(variable: string): boolean {
  return !given.has(variable);
}
