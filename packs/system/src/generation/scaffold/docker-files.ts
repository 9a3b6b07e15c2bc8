import { FileTree } from '@millwright/factory';
import type { SystemModel } from '../../model/system.ts';

/** An image with the runtime dependencies alone, run by an unprivileged user. */
export function dockerFiles(model: SystemModel): FileTree {
  const tree = new FileTree().write('Dockerfile', dockerfile(model)).write('.dockerignore', ignored);
  return model.storage.kind === 'postgresql' ? tree.write('compose.yaml', compose(model)) : tree;
}

const ignored = `${['.git', '.github', 'node_modules', 'evidence', 'test', 'data', 'coverage', '*.sqlite*', '.env', '.env.*'].join('\n')}\n`;

function dockerfile(model: SystemModel): string {
  const { port } = model.http;
  const check = [
    `fetch('http://127.0.0.1:' + (process.env.PORT ?? ${port}) + '/health')`,
    '.then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))',
  ].join('');
  return `FROM node:24-alpine

ENV NODE_ENV=production
WORKDIR /app

COPY package.json ./
COPY vendor ./vendor
RUN npm install --omit=dev --no-audit --no-fund --no-package-lock && npm cache clean --force

COPY openapi.json ./
COPY src ./src
${dataFolder(model)}
USER node
EXPOSE ${port}
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \\
  CMD ${JSON.stringify(['node', '-e', check])}
CMD ["node", "src/main.ts"]
`;
}

/** The system with a database of its own, for a try: whoever runs it for good has a database that is looked after. */
function compose({ http }: SystemModel): string {
  return `services:
  system:
    build: .
    ports:
      - '127.0.0.1:${http.port}:${http.port}'
    environment:
      DATABASE_URL: postgres://system@database:5432/system
    depends_on:
      database:
        condition: service_healthy
    restart: unless-stopped

  database:
    image: postgres:17-alpine
    environment:
      POSTGRES_USER: system
      # Nothing but the system reaches it.
      POSTGRES_HOST_AUTH_METHOD: trust
      POSTGRES_DB: system
    volumes:
      - data:/var/lib/postgresql/data
    healthcheck:
      test: ['CMD', 'pg_isready', '-U', 'system']
      interval: 2s
      timeout: 3s
      retries: 30

volumes:
  data:
`;
}

/** The database lives on a volume, so that it survives the container. */
function dataFolder(model: SystemModel): string {
  if (model.storage.kind !== 'sqlite') return '';
  return `
ENV DATA_FILE=/data/system.sqlite
RUN mkdir /data && chown node:node /data
VOLUME /data
`;
}
