/** What every system is held to, whatever its own configuration says. */
export const lintRules = {
  plugins: ['typescript', 'unicorn', 'oxc', 'promise', 'node'],
  categories: { correctness: 'error' },
  rules: {
    'eslint/complexity': ['error', { max: 10 }],
    'eslint/max-depth': ['error', { max: 4 }],
    'eslint/no-eval': 'error',
    'eslint/no-implied-eval': 'error',
    'eslint/no-new-func': 'error',
    'eslint/no-script-url': 'error',
    'eslint/no-proto': 'error',
    'eslint/no-extend-native': 'error',
    'eslint/no-prototype-builtins': 'error',
    'eslint/no-control-regex': 'off',
    'eslint/no-var': 'error',
    // `== null` is the usual way to ask for both null and undefined.
    'eslint/eqeqeq': ['error', 'always', { null: 'ignore' }],
    'typescript/no-explicit-any': 'error',
    'typescript/ban-ts-comment': 'error',
  },
} as const;
