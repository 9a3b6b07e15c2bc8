import type { ToolDefinition } from './resolve-tool.ts';

const platform = `${process.platform}-${process.arch}`;
const file = process.platform === 'win32' ? 'biome.exe' : 'biome';

export const biome: ToolDefinition = {
  name: 'biome',
  packageName: '@biomejs/biome',
  script: 'bin/biome',
  native: [
    { packageName: `@biomejs/cli-${platform}`, file },
    { packageName: `@biomejs/cli-${platform}-musl`, file },
  ],
};
