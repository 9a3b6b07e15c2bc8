import type { Storage } from '../../model/system.ts';

/** Continuous integration: what `npm run check` and `npm test` say on a clean machine. */
export function workflowFile({ kind }: Storage): string {
  return `name: ci

on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 10
${kind === 'postgresql' ? database : ''}    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      # Versions are pinned in package.json; commit a lock file and use npm ci to pin what they depend on, too.
      - run: npm install --no-audit --no-fund
      - run: npm run check
      - run: npm test
`;
}

const database = `    services:
      postgres:
        image: postgres:17-alpine
        env:
          POSTGRES_HOST_AUTH_METHOD: trust
        ports:
          - 5432:5432
        options: --health-cmd pg_isready --health-interval 2s --health-retries 30
    env:
      TEST_DATABASE_URL: postgres://postgres@localhost:5432/postgres
`;
