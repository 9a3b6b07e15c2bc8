import { FileTree } from '@millwright/factory';

/** Configuration of the compiler, the linter, the formatter and git. The same for every system. */
export function toolFiles(): FileTree {
  return new FileTree()
    .write('tsconfig.json', json(typescript))
    .write('biome.json', json(biome))
    .write('.oxlintrc.json', json(oxlint))
    .write('.npmrc', 'save-exact=true\n')
    .write('.gitignore', lines('node_modules/', 'coverage/', 'data/', '*.sqlite*', '.env', '.env.*'));
}

const typescript = {
  compilerOptions: {
    target: 'es2024',
    lib: ['es2024', 'esnext.iterator', 'esnext.disposable'],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    types: ['node'],
    strict: true,
    noEmit: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    skipLibCheck: true,
  },
  include: ['src', 'test'],
};

const biome = {
  $schema: './node_modules/@biomejs/biome/configuration_schema.json',
  root: true,
  files: { includes: ['**', '!vendor', '!evidence', '!**/node_modules', '!openapi.json'] },
  formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 110 },
  javascript: { formatter: { quoteStyle: 'single', arrowParentheses: 'always' } },
  linter: { enabled: false },
  assist: { enabled: false },
};

const oxlint = {
  $schema: './node_modules/oxlint/configuration_schema.json',
  plugins: ['typescript', 'unicorn', 'oxc', 'promise', 'node'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    complexity: ['error', { max: 10 }],
    'no-eval': 'error',
    'no-implied-eval': 'error',
    'no-new-func': 'error',
    'no-script-url': 'error',
    'typescript/no-explicit-any': 'error',
  },
  ignorePatterns: ['vendor', 'evidence', 'coverage'],
};

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function lines(...entries: readonly string[]): string {
  return `${entries.join('\n')}\n`;
}
